import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashOfText } from '../text-hash.ts'
import { openStore, type Store } from './database.ts'
import { ModelFactsTable } from './model-facts.ts'

let folder: string
let store: Store
let facts: ModelFactsTable

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-'))
  store = openStore(folder)
  facts = new ModelFactsTable(store)
})

afterEach(async () => {
  store.close()
  await rm(folder, { recursive: true })
})

test('the hash of a publisher’s template is that of the one that is known now, whatever becomes of it', () => {
  const hashes = (...ids: string[]): (string | null)[] => {
    const all = facts.all()
    expect(ids.map((id) => all.get(id)?.publisherTemplateHash ?? null)).toEqual(
      ids.map((id) => facts.of(id).publisherTemplateHash),
    )
    return ids.map((id) => facts.of(id).publisherTemplateHash)
  }
  store.write(() => facts.notePublisherTemplate('a', 'one'))
  store.write(() => facts.setName('b', 'Without'))
  expect(hashes('a', 'b', 'c')).toEqual([hashOfText('one'), null, null])
  store.write(() => facts.notePublisherTemplate('a', 'two'))
  store.write(() => facts.notePublisherTemplate('c', 'three'))
  expect(hashes('a', 'b', 'c')).toEqual([hashOfText('two'), null, hashOfText('three')])
  store.write(() => facts.move('a', 'c'))
  expect(hashes('a', 'b', 'c')).toEqual([null, null, hashOfText('two')])
  expect(facts.publisherTemplate('c')).toBe('two')
  store.write(() => facts.drop('c'))
  store.write(() => facts.setName('c', 'Another'))
  expect(hashes('c')).toEqual([null])
})

test('models are found by what they were downloaded as', () => {
  store.write(() => {
    facts.noteOrigin('a', { repository: 'owner/one', file: 'x.gguf' })
    facts.noteOrigin('b', { repository: 'owner/one', file: 'y.gguf' })
    facts.noteOrigin('c', { repository: 'owner/two', file: 'x.gguf' })
    facts.noteOrigin('d', { repository: 'owner/one', file: 'x.gguf' })
  })
  expect(facts.downloadedFrom('owner/one', 'x.gguf').toSorted()).toEqual(['a', 'd'])
  expect(facts.downloadedFrom('owner/three', 'x.gguf')).toEqual([])
})
