import Database from 'better-sqlite3'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ScriptedEngine } from '../testing/scripted-engine.ts'
import { mountSmallDisk, type SmallDisk } from '../testing/small-disk.ts'
import { writeTinyModel } from '../testing/tiny-model.ts'
import { BackendOfTest, endOf, leafOf } from './test-backend.ts'

/** For whoever is not root: a database that another program does not let go of refuses to store, too. */
async function lockedDisk(): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-disk-'))
  let other: Database.Database | null = null
  const empty = (): void => void (other = other?.close() ?? null)
  const fill = (): void => {
    other = new Database(join(folder, 'hearth.db'))
    other.exec('BEGIN IMMEDIATE')
  }
  return { folder, fill, empty, remove: () => rm(folder, { recursive: true }) }
}

const isRoot = process.platform === 'linux' && process.getuid?.() === 0
const hearth = new BackendOfTest(() => new ScriptedEngine())
let disk: SmallDisk

beforeEach(async () => {
  disk = await (isRoot ? mountSmallDisk(4) : lockedDisk())
  await hearth.start(writeTinyModel, { dataFolder: disk.folder, storageRetryMs: 20 })
})

afterEach(async () => {
  disk.empty()
  await hearth.remove()
  await disk.remove()
})

/** Ends the application as if it had been killed while an answer was written, or `wasClosed`, but for the answer, in an orderly way. */
async function endWhileWriting(wasClosed: boolean): Promise<string> {
  const thread = await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'Hi', settings: {} })
  const generation = await hearth.engine.nextGeneration()
  generation.write('Half an')
  generation.end()
  await endOf(hearth.client, leafOf(thread).id)
  const last = new Database(join(disk.folder, 'hearth.db'))
  last.exec(`UPDATE messages SET status = 'streaming' WHERE role = 'assistant'`)
  // Who closes a database last takes its log away.
  if (wasClosed) last.close()
  await hearth.backend.close()
  held = last
  return thread.conversation.id
}

let held: Database.Database | null = null

test.each([
  ['in the middle of an answer', false],
  ['in an orderly way', true],
])('on a full disk it starts to be read in, and goes on by itself, after it was ended %s', async (_how, wasClosed) => {
  const conversationId = await endWhileWriting(wasClosed)
  disk.fill()
  await hearth.open()
  held?.close()
  const events = await hearth.client.events()
  expect((await events.next()).value).toMatchObject({ type: 'hello', writable: false })
  const before = await hearth.client.conversations.open({ conversationId })
  expect(before.messages).toMatchObject([
    { parts: [{ text: 'Hi' }] },
    { status: 'interrupted', parts: [{ text: 'Half an' }] },
  ])
  const question = { conversationId, parentId: leafOf(before).id, text: 'And?', settings: {} }
  await expect(hearth.client.chat.send(question)).rejects.toMatchObject({ code: 'STORAGE_FAILED' })

  disk.empty()
  for await (const event of events) if (event.type === 'storage-changed') break
  expect(await hearth.client.conversations.open({ conversationId })).toEqual(before)
  const thread = await hearth.client.chat.send(question)
  ;(await hearth.engine.nextGeneration()).end()
  expect(await endOf(hearth.client, leafOf(thread).id)).toMatchObject({ status: 'complete' })
  await hearth.backend.close()
  const db = new Database(join(disk.folder, 'hearth.db'))
  expect(db.prepare(`SELECT count(*) FROM messages WHERE status = 'interrupted'`).pluck().get()).toBe(1)
  db.close()
})
