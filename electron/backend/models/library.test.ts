import { mkdir, mkdtemp, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Model } from '../../contract/model.ts'
import { writeGguf, type GgufValue } from '../../testing/gguf-writer.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { openStore, type Store } from '../store/database.ts'
import { ModelFactsTable } from '../store/model-facts.ts'
import { ModelTables } from '../store/models.ts'
import { tear } from '../store/test-damage.ts'
import { ModelLibrary } from './library.ts'
import { modelIdOf } from './model-file.ts'

let root: string
let folder: string
let store: Store
let library: ModelLibrary
let changes = 0
let troubles: unknown[]

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hearth-'))
  folder = join(root, 'models')
  store = openStore(join(root, 'data'))
  changes = 0
  troubles = []
  library = newLibrary()
})

afterEach(async () => {
  await library.scan()
  if (troubles.length > 0) throw new AggregateError(troubles, 'a look at the disk failed')
  store.close()
  await rm(root, { recursive: true })
})

function newLibrary(): ModelLibrary {
  return new ModelLibrary({
    store,
    tables: new ModelTables(store),
    facts: new ModelFactsTable(store),
    calibration: () => null,
    builtInModelFolder: join(root, 'built-in'),
    modelsFolder: () => folder,
    computer: () => ({ totalBytes: 8e9, availableBytes: 4e9, graphics: null }),
    now: () => 1,
    onChange: () => changes++,
    onTrouble: (error) => troubles.push(error),
  })
}

async function model(path: string, name: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  await writeTinyModel(path, { name })
  return path
}

/** Small files with the metadata of one part of a split model. */
async function part(path: string, number: number): Promise<void> {
  const first: [string, GgufValue][] = [
    ['general.architecture', { type: 'string', value: 'llama' }],
    ['general.name', { type: 'string', value: 'In Parts' }],
    ['llama.context_length', { type: 'u32', value: 4096 }],
    ['llama.embedding_length', { type: 'u32', value: 64 }],
    ['llama.block_count', { type: 'u32', value: 2 }],
    ['llama.attention.head_count', { type: 'u32', value: 4 }],
    ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: 1e-5 }],
    ['tokenizer.ggml.model', { type: 'string', value: 'gpt2' }],
    ['tokenizer.ggml.tokens', { type: 'strings', values: ['a', 'b'] }],
  ]
  const split: [string, GgufValue] = ['split.no', { type: 'u32', value: number }]
  await mkdir(dirname(path), { recursive: true })
  await writeGguf(path, number === 0 ? [...first, split] : [split], [
    { name: `t${number}`, dimensions: [100], type: 'f16' },
  ])
}

function names(): string[] {
  return library.list(null).map(({ name }) => name)
}

function only(): Model {
  const [first, ...rest] = library.list(null)
  if (!first || rest.length > 0) throw new Error(`${rest.length + 1} models`)
  return first
}

test('finds what is in the folder and its subfolders, and nothing else', async () => {
  await model(join(folder, 'b.gguf'), 'Beta')
  await model(join(folder, 'publisher', 'a.GGUF'), 'Alpha')
  await model(join(folder, '1', '2', '3', '4', 'deep.gguf'), 'Too deep')
  await symlink(await model(join(root, 'elsewhere.gguf'), 'Linked'), join(folder, 'link.gguf'))
  await symlink(join(root, 'nowhere'), join(folder, 'dangling.gguf'))
  await mkdir(join(folder, 'folder.gguf'))
  await writeFile(join(folder, 'notes.txt'), 'x')
  await writeGguf(join(folder, 'mmproj.gguf'), [['general.architecture', { type: 'string', value: 'clip' }]], [])
  await library.scan()
  expect(names()).toEqual(['Alpha', 'Beta', 'Linked'])
  expect(library.list(null)[1]).toMatchObject({
    id: modelIdOf(join(folder, 'b.gguf')),
    source: 'folder',
    architecture: 'llama',
    contextLength: 2048,
    failure: null,
    estimate: { contextSize: 2048, fit: 'fits' },
  })
  expect(changes).toBe(1)
  await library.scan()
  expect(changes).toBe(1)
})

test('a broken file is listed with what is wrong, and mended when it is', async () => {
  const path = await model(join(folder, 'a.gguf'), 'Alpha')
  await truncate(path, 1000)
  await library.scan()
  const broken = only()
  expect(broken).toMatchObject({
    name: 'a',
    failure: { code: 'MODEL_FILE_CORRUPT', data: { path, reason: 'truncated' } },
    estimate: null,
  })
  expect(() => library.usable(broken.id)).toThrow('MODEL_FILE_CORRUPT')
  await model(path, 'Alpha')
  await library.scan()
  expect(library.usable(broken.id)).toMatchObject({ name: 'Alpha' })
  await model(path, 'Other')
  await utimes(path, 5, 5)
  await library.scan()
  expect(names()).toEqual(['Other'])
})

test('a split model is listed from its first part on, with which others are missing, and mended when they come', async () => {
  const path = (number: number): string => join(folder, `Big-0000${number}-of-00004.gguf`)
  await part(path(3), 2)
  await library.scan()
  expect(library.all()).toEqual([])
  const data = { path: path(1), missing: [1, 2, 4], total: 4 }
  await expect(library.add(path(3))).rejects.toMatchObject({ failure: { code: 'MODEL_PARTS_MISSING', data } })
  await part(path(1), 0)
  await library.scan()
  expect(only().failure).toEqual({ code: 'MODEL_PARTS_MISSING', data: { ...data, missing: [2, 4] } })
  await part(path(2), 1)
  await part(path(4), 3)
  await library.scan()
  expect(only()).toMatchObject({ name: 'In Parts', failure: null })
})

test('a file that was removed is gone; a folder that is away keeps its models in mind', async () => {
  const gone = await model(join(folder, 'gone.gguf'), 'Gone')
  const { id } = { id: modelIdOf(await model(join(folder, 'a.gguf'), 'Alpha')) }
  await library.scan()
  await rm(gone)
  await library.scan()
  expect(names()).toEqual(['Alpha'])
  await rename(folder, `${folder}-away`)
  await library.scan()
  expect(only()).toMatchObject({ id, name: 'Alpha', failure: { code: 'MODEL_FILE_MISSING' } })
  expect(only().sizeBytes).toBeGreaterThan(0)
  await rename(`${folder}-away`, folder)
  await library.scan()
  expect(library.usable(id)).toMatchObject({ name: 'Alpha' })
})

test('what was found is known at the next start before the disk is looked at', async () => {
  await model(join(folder, 'a.gguf'), 'Alpha')
  await library.scan()
  await mkdir(join(root, 'built-in'))
  await model(join(root, 'built-in', 'in.gguf'), 'Inside')
  const about = { license: 'MIT', languages: ['en'], systemPrompt: null, sampling: {} }
  await writeFile(
    join(root, 'built-in', 'built-in.json'),
    JSON.stringify({ id: 'in', name: 'Built In', file: 'in.gguf', ...about }),
  )
  library = newLibrary()
  await library.start()
  expect(names()).toEqual(['Built In', 'Alpha'])
  expect(library.builtInId).toBe('in')
  expect(library.list(null)[0]).toMatchObject({
    source: 'built-in',
    license: 'MIT',
    languages: ['en'],
    contextLength: 2048,
  })
  await library.scan()
  expect(changes).toBe(1)
})

test.each([
  '{',
  '{"id":"x"}',
  JSON.stringify({
    id: 'x',
    name: 'X',
    file: '../secret.gguf',
    license: '',
    languages: [],
    systemPrompt: null,
    sampling: {},
  }),
])('an application whose built-in.json is %s has no built-in model', async (json) => {
  await mkdir(join(root, 'built-in'))
  await writeFile(join(root, 'built-in', 'built-in.json'), json)
  await library.start()
  expect([library.builtInId, names()]).toEqual(['', []])
})

test('a file is added where it is, once, forgotten again, and never touched', async () => {
  const path = await model(join(root, 'mine.gguf'), 'Mine')
  const id = await library.add(path)
  expect(await library.add(path)).toBe(id)
  expect(only()).toMatchObject({ id, source: 'added', path })
  library = newLibrary()
  await library.start()
  await library.scan()
  expect(names()).toEqual(['Mine'])
  await rename(path, `${path}.away`)
  await library.scan()
  expect(only()).toMatchObject({ name: 'Mine', failure: { code: 'MODEL_FILE_MISSING' } })
  await rename(`${path}.away`, path)
  expect(await library.add(path)).toBe(id)
  expect(only().failure).toBeNull()
  library.forget(id)
  expect(names()).toEqual([])
  expect(() => library.forget(id)).toThrow('MODEL_UNKNOWN')
  await library.scan()
  expect(names()).toEqual([])
  expect(await library.add(path)).toBe(id)
})

test('what cannot be added says why, and nothing changes', async () => {
  const text = join(root, 'notes.gguf')
  await writeFile(text, 'no model')
  const companion = join(root, 'mmproj.gguf')
  await writeGguf(companion, [['general.architecture', { type: 'string', value: 'clip' }]], [])
  await expect(library.add(text)).rejects.toMatchObject({ failure: { data: { reason: 'not-gguf' } } })
  await expect(library.add(companion)).rejects.toMatchObject({ failure: { data: { kind: 'projector' } } })
  await expect(library.add(root)).rejects.toMatchObject({ failure: { data: { reason: 'not-a-file' } } })
  await expect(library.add(join(root, 'none.gguf'))).rejects.toMatchObject({ failure: { code: 'MODEL_FILE_MISSING' } })
  await library.scan()
  expect([names(), changes]).toEqual([[], 0])
})

test('what cannot chat is listed with the reason, is never loaded, and is not added', async () => {
  const embedding = join(folder, 'embedding.gguf')
  await mkdir(folder)
  await writeGguf(embedding, [['general.architecture', { type: 'string', value: 'bert' }]], [])
  const adapter = join(root, 'lora.gguf')
  await writeGguf(adapter, [['general.type', { type: 'string', value: 'adapter' }]], [])
  await library.scan()
  const failure = { code: 'MODEL_NOT_FOR_CHAT', data: { path: embedding, kind: 'embedding' } }
  expect(library.list(null)).toMatchObject([{ path: embedding, architecture: 'bert', failure }])
  expect(() => library.usable(modelIdOf(embedding))).toThrow('MODEL_NOT_FOR_CHAT')
  await expect(library.add(adapter)).rejects.toMatchObject({ failure: { data: { kind: 'adapter' } } })
  // The next start knows it from what was read before.
  library = newLibrary()
  await library.start()
  expect(() => library.usable(modelIdOf(embedding))).toThrow('MODEL_NOT_FOR_CHAT')
})

test('what is added or forgotten while the disk is looked at is not lost', async () => {
  const first = await library.add(await model(join(root, 'first.gguf'), 'First'))
  const second = await model(join(root, 'second.gguf'), 'Second')
  for (let i = 0; i < 20; i++) await model(join(folder, `${i}.gguf`), `M${i}`)
  const scan = library.scan()
  const adding = library.add(second)
  library.forget(first)
  await adding
  await scan
  expect(names()).toContain('Second')
  expect(names()).not.toContain('First')
  expect(names()).toHaveLength(21)
})

test('a model in several files is one model', async () => {
  const at = (number: number): string => join(folder, `big-0000${number}-of-00003.gguf`)
  for (const number of [1, 2, 3]) await part(at(number), number - 1)
  await library.scan()
  expect(only()).toMatchObject({ name: 'In Parts', path: at(1), parameters: 300, failure: null })
  expect(await library.add(at(3))).toBe(only().id)
})

test('a model in several files is as large as all of them while they are away, and at the next start', async () => {
  for (const number of [1, 2, 3]) await part(join(folder, `big-0000${number}-of-00003.gguf`), number - 1)
  await library.scan()
  const { sizeBytes } = only()
  const sum = { sizeBytes, parameters: 300 }
  await rename(folder, `${folder}-away`)
  await library.scan()
  expect(only()).toMatchObject({ ...sum, failure: { code: 'MODEL_FILE_MISSING' } })
  await rename(`${folder}-away`, folder)
  library = newLibrary()
  await library.start()
  expect(only()).toMatchObject({ ...sum, failure: null })
})

test('a later part by itself is no model, nor are parts of none', async () => {
  await part(join(folder, 'later.gguf'), 1)
  await writeFile(join(folder, 'none-00001-of-00000.gguf'), 'x')
  await library.scan()
  expect(library.list(null).map(({ failure }) => failure?.code)).toEqual(['MODEL_FILE_CORRUPT', 'MODEL_FILE_CORRUPT'])
})

test('a disk that refuses keeps nobody from finding models', async () => {
  await model(join(folder, 'a.gguf'), 'Alpha')
  store.db.pragma('query_only = ON')
  await library.scan()
  expect(names()).toEqual(['Alpha'])
  expect(only().failure).toBeNull()
})

test('a folder is the same with a separator at its end', async () => {
  await model(join(folder, 'a.gguf'), 'Alpha')
  folder = `${folder}/`
  await library.scan()
  expect(only().source).toBe('folder')
})

test('a database that cannot be read costs a look at the disk, and nothing else', async () => {
  await model(join(folder, 'a.gguf'), 'Alpha')
  await library.scan()
  // All of it is in the one file, and nothing of it in memory.
  store.db.pragma('wal_checkpoint(TRUNCATE)')
  await tear(join(root, 'data'), 'model_files')
  store.db.pragma('shrink_memory')
  await model(join(folder, 'b.gguf'), 'Beta')
  await library.scan()
  expect(troubles.splice(0)).toMatchObject([{ code: 'SQLITE_CORRUPT' }])
  expect(names()).toEqual(['Alpha'])
  store.close()
})
