import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ScriptedEngine } from '../../testing/scripted-engine.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { backendForEachTest, endOf, leafOf } from '../test-backend.ts'

const hearth = backendForEachTest(() => new ScriptedEngine(), writeTinyModel)

/** Asks below what was said last, and has it answered. Answers the conversation's id. */
async function talk(conversationId: string | null, text: string): Promise<string> {
  const { client, engine } = hearth
  const before = conversationId === null ? null : await client.conversations.open({ conversationId })
  const parentId = before && leafOf(before).id
  const thread = await client.chat.send({ conversationId, parentId, text, settings: {} })
  const generation = await engine.nextGeneration()
  generation.write(`Answer to ${text}`)
  generation.end()
  await endOf(client, leafOf(thread).id)
  return thread.conversation.id
}

/** Damages the store between two starts. */
async function damage(sql: string): Promise<void> {
  await hearth.backend.close()
  const db = new Database(join(hearth.backend.folder, 'hearth.db'))
  db.exec(sql)
  db.close()
  await hearth.open()
}

/** Counts what is stored. */
function rows(): unknown[] {
  const db = new Database(join(hearth.backend.folder, 'hearth.db'), { readonly: true })
  const tables = ['conversations', 'messages', 'parts', 'runs']
  const counts = tables.map((table) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
  db.close()
  return counts
}

const first = `(SELECT min(row) FROM messages)`

test.each([
  ['the role of a question', `UPDATE messages SET role = 'usr' WHERE row = ${first}`, [0]],
  ['the role of an answer', `UPDATE messages SET role = '' WHERE row = ${first} + 1`, [1]],
  ['a status', `UPDATE messages SET status = 'done' WHERE row = ${first} + 1`, [1]],
  ['a failure', `UPDATE messages SET failure = '{"code":' WHERE row = ${first} + 1`, [1]],
  ['a time', `UPDATE messages SET created_at = 9e18 WHERE row = ${first}`, [0]],
  ['the kind of a part', `UPDATE parts SET type = 'txet' WHERE message_row = ${first} + 1`, [1]],
  ['how a model was used', `UPDATE runs SET sampling = '[' WHERE message_row = ${first} + 1`, [1]],
  ['why it ended', `UPDATE runs SET stop_reason = '' WHERE message_row = ${first} + 1`, [1]],
  ['the numbers', `UPDATE runs SET measurements = '{}' WHERE message_row = ${first} + 1`, [1]],
  ['what is shown last', `UPDATE conversations SET leaf_id = 'none', updated_at = -9e18`, []],
])('%s may be damaged: all words are there, the message says so, and the chat goes on', async (_what, sql, damaged) => {
  const conversationId = await talk(null, 'one')
  await talk(conversationId, 'two')
  await damage(sql)
  const before = rows()

  const { messages } = await hearth.client.conversations.open({ conversationId })
  const told = messages.map(({ role, parts }) => [role, parts.map(({ text }) => text).join('')])
  expect(told).toEqual([
    ['user', 'one'],
    ['assistant', 'Answer to one'],
    ['user', 'two'],
    ['assistant', 'Answer to two'],
  ])
  expect(messages.flatMap((message, index) => (message.damaged ? [index] : []))).toEqual(damaged)
  expect(await hearth.client.conversations.list()).toMatchObject([{ id: conversationId }])
  expect(rows()).toEqual(before)

  await talk(conversationId, 'three')
  expect((await hearth.client.conversations.open({ conversationId })).messages).toHaveLength(6)
})
