import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Part } from '../../contract/message.ts'
import { defaultSampling } from '../../contract/sampling.ts'
import { Conversations } from './conversations.ts'
import { openStore, type Store } from './database.ts'
import { Drafts } from './drafts.ts'
import { Messages } from './messages.ts'
import { forgetDeletedWords } from './search-indexes.ts'

let folder: string
let store: Store
let conversations: Conversations
let messages: Messages

const day = 24 * 60 * 60 * 1000

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-'))
  reopen()
  addConversation('c')
})

afterEach(async () => {
  store.close()
  await rm(folder, { recursive: true })
})

function reopen(): void {
  store?.close()
  store = openStore(folder)
  conversations = new Conversations(store)
  messages = new Messages(store)
}

function addConversation(id: string, title = 'Title'): void {
  store.write(() =>
    conversations.insert({
      id,
      title,
      titleSource: 'words',
      createdAt: 1,
      updatedAt: 1,
      leafId: null,
      modelId: null,
      systemPrompt: null,
      sampling: { seed: 0 },
      whenFull: 'ask',
    }),
  )
}

function text(words: string): Part[] {
  return [{ type: 'text', text: words }]
}

/** Adds a message below `parentId`; a first letter `a` makes an answer of it. */
function add(id: string, parentId: string | null, parts = text(id), conversationId = 'c'): number {
  const role = id.startsWith('a') ? 'assistant' : 'user'
  return store.write(() =>
    messages.insert({ id, conversationId, parentId, role, status: 'complete', parts, createdAt: 5 }),
  )
}

/** Runes in the database's bytes. */
async function runesLeft(): Promise<string[]> {
  const files = ['hearth.db', 'hearth.db-wal'].map((name) => readFile(join(folder, name), 'utf8').catch(() => ''))
  return (await Promise.all(files)).flatMap((file) => file.match(/[ᚠ-ᛪ]+/g) ?? [])
}

function found(words: string): unknown[] {
  return store.db
    .prepare(
      'SELECT m.id FROM body_search JOIN messages m ON m.row = body_search.rowid WHERE body_search MATCH ? ORDER BY m.row',
    )
    .pluck()
    .all(`"${words}"`)
}

function titled(words: string): unknown[] {
  return store.db
    .prepare(
      'SELECT c.id FROM title_search JOIN conversations c ON c.row = title_search.rowid WHERE title_search MATCH ?',
    )
    .pluck()
    .all(`"${words}"`)
}

/** Throws if an index does not say what the tables say. */
function checkIndexes(): void {
  for (const index of ['body_search', 'title_search'])
    store.db.prepare(`INSERT INTO ${index} (${index}, rank) VALUES ('integrity-check', 1)`).run()
}

function ids(path: { id: string }[]): string[] {
  return path.map(({ id }) => id)
}

test('a tree keeps every branch, and shows again the one that was last shown', () => {
  add('q1', null)
  add('a1', 'q1')
  add('q2', 'a1')
  add('a2', 'q2')
  add('a3', 'q2')
  add('q1b', null)
  add('a1b', 'q1b')
  expect(ids(messages.path('a3'))).toEqual(['q1', 'a1', 'q2', 'a3'])
  expect(messages.path('a3').map(({ siblingIds }) => siblingIds)).toEqual([['q1', 'q1b'], ['a1'], ['q2'], ['a2', 'a3']])
  expect(messages.get('a2')).toEqual(messages.path('a2').at(-1))
  expect(messages.leafBelow('q1')).toBe('a3')
  store.write(() => messages.selectPath('a2'))
  expect(messages.leafBelow('q1')).toBe('a2')
  store.write(() => messages.selectPath('a1b'))
  expect(messages.leafBelow('a1')).toBe('a2')
  expect(() => messages.path('none')).toThrow('MESSAGE_UNKNOWN')
  expect(() => messages.get('none')).toThrow('MESSAGE_UNKNOWN')
})

test.each([
  [
    'what is above the first message',
    `UPDATE messages SET parent_id = 'a2' WHERE id = 'q1'`,
    ['q1', 'a1', 'q2', 'a2'],
    'a2',
  ],
  ['a message that is its own parent', `UPDATE messages SET parent_id = 'q2' WHERE id = 'q2'`, ['q2', 'a2'], 'a1'],
  [
    'the branch that was shown last',
    `UPDATE messages SET selected_child_id = 'q1' WHERE id = 'a2'`,
    ['q1', 'a1', 'q2', 'a2'],
    'a2',
  ],
  ['a branch that is not there', `UPDATE messages SET selected_child_id = 'none'`, ['q1', 'a1', 'q2', 'a2'], 'a2'],
])('%s may be damaged: each message is read once', (_what, sql, path, leaf) => {
  add('q1', null)
  add('a1', 'q1')
  add('q2', 'a1')
  add('a2', 'q2')
  store.db.exec(sql)
  expect(ids(messages.path('a2'))).toEqual(path)
  expect(messages.leafBelow('q1')).toBe(leaf)
  expect(messages.leafBelow('a2')).toMatch(/^[aq]\d$/)
  store.write(() => messages.selectPath('a2'))
  expect(ids(messages.path('a2'))).toEqual(path)
})

test('a conversation of two thousand messages is read whole', () => {
  store.write(() => {
    for (let i = 0; i < 2000; i++) {
      const id = `${i % 2 ? 'a' : 'q'}${i}`
      const parentId = i ? `${i % 2 ? 'q' : 'a'}${i - 1}` : null
      messages.insert({
        id,
        conversationId: 'c',
        parentId,
        role: 'user',
        status: 'complete',
        parts: text(id),
        createdAt: i,
      })
    }
    messages.selectPath('a1999')
  })
  const path = messages.path('a1999')
  expect(path).toHaveLength(2000)
  expect(path[1234]).toMatchObject({ id: 'q1234', parts: text('q1234'), siblingIds: ['q1234'] })
  expect(messages.leafBelow('q0')).toBe('a1999')
  store.write(() => conversations.trash('c', 0))
  store.write(() => conversations.purgeTrash(31 * day))
  expect(store.db.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(0)
  checkIndexes()
})

test('parts are added and lengthened, and damaged ones keep their words and their place', () => {
  const row = add('a1', null, [{ type: 'reasoning', text: 'Hm', durationMs: null }])
  const grown: Part[] = [{ type: 'reasoning', text: 'Hm, yes', durationMs: 7 }, ...text('Yes')]
  store.write(() => messages.parts.write(row, grown, 0))
  expect(messages.get('a1').parts).toEqual(grown)
  store.write(() => messages.parts.write(row, [...grown.slice(0, 1), ...text('Yes, two.')], 1))
  expect(messages.get('a1').parts).toEqual([...grown.slice(0, 1), ...text('Yes, two.')])
  store.db.prepare(`UPDATE parts SET type = 'picture' WHERE idx = 0`).run()
  expect(messages.get('a1')).toMatchObject({ damaged: true, parts: [...text('Hm, yes'), ...text('Yes, two.')] })
  // What is written on is written into the part that it belongs to.
  store.write(() =>
    messages.parts.write(row, [...messages.get('a1').parts.slice(0, 1), ...text('Yes, two and three.')], 1),
  )
  expect(messages.get('a1').parts.at(-1)).toEqual(text('Yes, two and three.')[0])
})

test('a message tells of its last run, and what is damaged there does not hide the message', () => {
  const row = add('a1', null)
  const run = { modelId: 'm', modelName: 'M', sampling: { ...defaultSampling, seed: 3 }, systemPrompt: 's' }
  store.write(() => messages.runs.end(messages.runs.insert(row, 1, run), 'max-tokens', null))
  expect(messages.get('a1')).toMatchObject({
    damaged: false,
    run: { ...run, stopReason: 'max-tokens', measurements: null },
  })
  store.write(() => messages.runs.insert(row, 2, { ...run, modelId: 'n' }))
  expect(messages.get('a1').run).toMatchObject({ modelId: 'n', stopReason: null })
  expect(['n', 'never'].map((modelId) => messages.runs.lastNameOf(modelId))).toEqual(['M', null])
  store.db.exec(
    `UPDATE runs SET sampling = '{', measurements = '7'; UPDATE messages SET status = 'odd', failure = '{"code":1}'`,
  )
  expect(messages.get('a1')).toMatchObject({
    status: 'interrupted',
    failure: null,
    run: { sampling: defaultSampling, measurements: null },
  })
})

test('what was streaming becomes interrupted with all that was stored of it', () => {
  const row = store.write(() =>
    messages.insert({
      id: 'a1',
      conversationId: 'c',
      parentId: null,
      role: 'assistant',
      status: 'streaming',
      parts: text('Half a'),
      createdAt: 1,
    }),
  )
  reopen()
  expect(store.write(() => messages.interruptStreaming(() => false))).toBe(1)
  expect(messages.get('a1')).toMatchObject({ status: 'interrupted', parts: text('Half a') })
  expect(found('half a')).toEqual(['a1'])
  store.write(() => messages.restart(row))
  expect(messages.get('a1').status).toBe('streaming')
})

test('the index follows every text as it is stored, changed and removed', () => {
  add('q1', null, text('The quick brown fox'))
  const row = add('a1', 'q1', [{ type: 'reasoning', text: 'secret', durationMs: 1 }, ...text('量子纠缠是一种物理现象')])
  expect([found('brown fox'), found('纠缠是'), found('secret')]).toEqual([['q1'], ['a1'], []])
  store.write(() => messages.end(row, { status: 'complete', failure: null, parts: text('量子纠缠是一种现象，brown') }))
  expect([found('纠缠是'), found('物理现象'), found('brown')]).toEqual([['a1'], [], ['q1', 'a1']])
  store.write(() => messages.end(row, { status: 'complete', failure: null, parts: text('量子纠缠是一种现象，brown') }))
  checkIndexes()
  store.write(() => conversations.setTitle('c', 'Füchse und 狐狸的故事', 'model'))
  expect([titled('狐狸的'), titled('Title'), titled('FÜCHSE')]).toEqual([['c'], [], ['c']])
  store.write(() => conversations.touch('c', 'a1', 9))
  checkIndexes()
  store.write(() => conversations.trash('c', 0))
  store.write(() => conversations.purgeTrash(31 * day))
  expect([found('brown'), titled('狐狸的')]).toEqual([[], []])
  checkIndexes()
})

test('the trash keeps a conversation for thirty days, and gives it back whole', () => {
  const drafts = new Drafts(store)
  add('q1', null)
  addConversation('d')
  store.write(() => {
    drafts.set('c', 'typed')
    conversations.touch('c', 'q1', 9)
  })
  expect(ids(conversations.list())).toEqual(['c', 'd'])
  store.write(() => conversations.trash('c', day))
  expect(ids(conversations.list())).toEqual(['d'])
  expect(conversations.find('c')).toBeNull()
  for (const change of [() => conversations.trash('c', 2), () => conversations.patch('c', { title: 'x' })])
    expect(() => store.write(change)).toThrow('CONVERSATION_UNKNOWN')
  store.write(() => conversations.purgeTrash(31 * day))
  store.write(() => conversations.restore('c'))
  expect(conversations.get('c')).toMatchObject({ leafId: 'q1', updatedAt: 9, sampling: { seed: 0 }, whenFull: 'ask' })
  expect(drafts.get('c')).toBe('typed')
  store.write(() => conversations.trash('c', day))
  store.write(() => conversations.purgeTrash(31 * day + 1))
  expect(() => store.write(() => conversations.restore('c'))).toThrow('CONVERSATION_UNKNOWN')
  expect(drafts.get('c')).toBe('')
  expect(store.db.prepare('SELECT count(*) FROM parts').pluck().get()).toBe(0)
})

test('the trash says what is in it, and is emptied of what is named alone', () => {
  add('q1', null)
  add('a1', 'q1')
  add('a2', 'q1')
  for (const [index, id] of ['d', 'e', 'f'].entries()) {
    addConversation(id, `Title of ${id}`)
    store.write(() => conversations.trash(id, (index + 1) * day))
  }
  store.write(() => conversations.trash('c', 3 * day))
  expect(conversations.listTrash(32 * day)).toEqual([
    { id: 'f', title: 'Title of f', messageCount: 0, deletedAt: 3 * day, expiresAt: 33 * day },
    { id: 'c', title: 'Title', messageCount: 3, deletedAt: 3 * day, expiresAt: 33 * day },
    { id: 'e', title: 'Title of e', messageCount: 0, deletedAt: 2 * day, expiresAt: 32 * day },
  ])
  store.write(() => {
    conversations.restore('e')
    conversations.purge(['c', 'e', 'never'])
  })
  expect(ids(conversations.listTrash(4 * day))).toEqual(['f', 'd'])
  expect(ids(conversations.list())).toEqual(['e'])
  expect(() => messages.get('a2')).toThrow('MESSAGE_UNKNOWN')
  expect(() => store.write(() => conversations.restore('c'))).toThrow('CONVERSATION_UNKNOWN')
})

test('of what is deleted for good no word is left in the file, and what stays is found', async () => {
  const drafts = new Drafts(store)
  const kept = 'What is kept is found. '.repeat(200)
  addConversation('d', 'ᚠᚢᚦᚨ')
  add('q1', null, text(kept))
  add('q2', null, text('ᛋᛏᛒᛖ'.repeat(2000)), 'd')
  const row = add('a2', 'q2', [{ type: 'reasoning', text: 'ᚺᚾᛁᛃ', durationMs: 1 }, ...text('ᛚᛜᛞᛟ')], 'd')
  add('q3', null, text(kept))
  store.write(() => {
    messages.end(row, { status: 'complete', failure: null, parts: text('ᚱᚲᚷᚹ') })
    drafts.set('d', 'ᛈᛉᛊᛏ')
    conversations.setTitle('d', 'ᛇᛈᛉᛋ', 'model')
  })
  store.emptyLog()
  expect(await runesLeft()).not.toEqual([])
  store.write(() => {
    conversations.trash('d', 0)
    conversations.purge(['d'])
  })
  await forgetDeletedWords(store)
  expect(await runesLeft()).toEqual([])
  expect(found('kept is found')).toEqual(['q1', 'q3'])
  checkIndexes()
})

test('words whose forgetting was cut off by the end of the application are forgotten in its next session', async () => {
  addConversation('d')
  const kept = Array.from({ length: 40_000 }, (_, index) => (index * 7919).toString(36)).join(' ')
  for (const id of ['q1', 'q2', 'q3']) add(id, null, text(kept))
  add('q4', null, text('ᛋᛏᛒᛖ ᚺᚾᛁᛃ'), 'd')
  store.write(() => {
    conversations.trash('d', 0)
    conversations.purge(['d'])
  })
  const forgetting = forgetDeletedWords(store)
  reopen()
  await forgetting
  expect(await runesLeft()).not.toEqual([])
  await forgetDeletedWords(store)
  expect(await runesLeft()).toEqual([])
  checkIndexes()
  const changes = store.db.prepare('SELECT total_changes()').pluck()
  const before = changes.get()
  await forgetDeletedWords(store)
  expect(changes.get()).toBe(before)
})

test('what a person changes about a conversation stays, and so do their titles', () => {
  store.write(() => conversations.patch('c', { title: 'Mine', sampling: { topK: 1 }, systemPrompt: 'Be kind.' }))
  reopen()
  expect(conversations.get('c')).toMatchObject({
    title: 'Mine',
    titleSource: 'person',
    sampling: { topK: 1 },
    systemPrompt: 'Be kind.',
    whenFull: 'ask',
    updatedAt: 1,
  })
  store.db.exec(`UPDATE conversations SET sampling = 'no', when_full = 'never'`)
  expect(conversations.get('c')).toMatchObject({ sampling: {}, whenFull: 'drop-oldest' })
})

test('a draft is kept for each conversation and for the new one, until it is empty', () => {
  const drafts = new Drafts(store)
  store.write(() => {
    drafts.set(null, 'new')
    drafts.set('c', 'old')
    drafts.set('c', 'older')
  })
  expect([drafts.get(null), drafts.get('c'), drafts.get('none')]).toEqual(['new', 'older', ''])
  store.write(() => drafts.set(null, ''))
  expect(drafts.get(null)).toBe('')
})
