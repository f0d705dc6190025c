import { expect, test } from 'vitest'
import { stat } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { join } from 'node:path'
import { textOf } from '../../contract/message.ts'
import { ScriptedEngine, type ScriptedGeneration } from '../../testing/scripted-engine.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { backendForEachTest, endOf, leafOf } from '../test-backend.ts'

/** Never, as far as a test is concerned (ms). */
const never = 3_600_000
const patience = { flushMs: 5, stopMs: 5000, hangMs: 5000, silenceMs: never }
const hearth = backendForEachTest(() => new ScriptedEngine(), writeTinyModel, { patience })

async function begin(): Promise<{ messageId: string; conversationId: string; generation: ScriptedGeneration }> {
  const thread = await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'Hi', settings: {} })
  const { id: messageId, conversationId } = leafOf(thread)
  return { messageId, conversationId, generation: await hearth.engine.nextGeneration() }
}

/** Writes a word, and waits until it has come through. */
async function writeThrough(messageId: string, generation: ScriptedGeneration, word: string): Promise<void> {
  const watch = await hearth.client.chat.attach({ messageId })
  await watch.next()
  generation.write(word)
  for await (const event of watch) if (event.type === 'delta') return
}

/** The engine ends in the middle of the answer, and the answer with it. */
async function crashWriting(messageId: string, { feed }: ScriptedGeneration): Promise<void> {
  const ending = endOf(hearth.client, messageId)
  hearth.engine.crash()
  await feed.left
  expect(await ending).toMatchObject({ status: 'failed' })
}

test.each([
  { exitCode: null, signal: 'SIGSEGV' },
  { exitCode: null, signal: 'SIGABRT' },
  { exitCode: 3, signal: null },
])(
  'when the engine ends by itself ($signal $exitCode) the text is kept, and the answer can be continued or made anew',
  async (end) => {
    const { messageId, generation } = await begin()
    await writeThrough(messageId, generation, 'One, ')
    const ending = endOf(hearth.client, messageId)
    hearth.engine.crash(end)
    expect(await ending).toMatchObject({
      status: 'failed',
      failure: { code: 'ENGINE_CRASHED', data: end },
      parts: [{ text: 'One, ' }],
    })
    await hearth.client.chat.continue({ messageId })
    const rest = await hearth.engine.nextGeneration()
    rest.write('two.')
    rest.end()
    expect(await endOf(hearth.client, messageId)).toMatchObject({
      status: 'complete',
      failure: null,
      parts: [{ text: 'One, two.' }],
    })
    const again = await hearth.client.chat.regenerate({ messageId })
    ;(await hearth.engine.nextGeneration()).end()
    expect(await endOf(hearth.client, leafOf(again).id)).toMatchObject({
      status: 'complete',
      siblingIds: [messageId, leafOf(again).id],
    })
    expect(hearth.engine.started).toBe(2)
  },
)

test('a model that ends the engine whenever it reads is left alone by the next start, until it has written an answer', async () => {
  const { messageId, generation } = await begin()
  await crashWriting(messageId, generation)
  for (let crash = 2; crash <= 3; crash++) {
    await hearth.client.chat.continue({ messageId })
    await crashWriting(messageId, await hearth.engine.nextGeneration())
  }
  const { started } = hearth.engine
  await hearth.backend.close()
  await hearth.open()
  await hearth.backend.application.preload()
  await hearth.client.chat.prepare({ conversationId: null, leafId: null, text: 'H', settings: {} })
  const hello = await (await hearth.client.events()).next()
  const failure = { code: 'ENGINE_UNSTABLE', data: { crashes: 3, exitCode: null, signal: 'SIGSEGV' } }
  expect(hello.value).toMatchObject({ type: 'hello', engine: { phase: 'failed', modelId: 'built-in', failure } })
  expect(hearth.engine.started).toBe(started)

  await hearth.client.chat.continue({ messageId })
  ;(await hearth.engine.nextGeneration()).end()
  expect(await endOf(hearth.client, messageId)).toMatchObject({ status: 'complete' })
  await hearth.backend.close()
  await hearth.open()
  await hearth.backend.application.preload()
  expect(hearth.engine.started).toBe(started + 2)
})

test('a failure that the engine tells ends the answer with it, and the engine lives on', async () => {
  const { messageId, generation } = await begin()
  const failure = { code: 'CONTEXT_TOO_SMALL', data: { neededTokens: 9000, contextSize: 2048 } } as const
  generation.fail(failure)
  expect(await endOf(hearth.client, messageId)).toMatchObject({ status: 'failed', failure, parts: [] })
  expect(hearth.engine.running.size).toBe(1)
})

/** Has a backend with this patience stop an answer by an engine that does not do it by itself. */
async function stopInVain(
  change: Partial<typeof patience>,
  { written = 'One', onStop = () => undefined }: { written?: string; onStop?: ScriptedEngine['onStop'] } = {},
): Promise<{ messageId: string; generation: ScriptedGeneration }> {
  await hearth.start(writeTinyModel, { patience: { ...patience, ...change } })
  hearth.engine.onStop = onStop
  const { messageId, generation } = await begin()
  if (written !== '') await writeThrough(messageId, generation, written)
  await hearth.client.chat.stop({ messageId })
  expect(await endOf(hearth.client, messageId)).toMatchObject({
    status: 'stopped',
    failure: null,
    parts: written === '' ? [] : [{ text: written }],
  })
  return { messageId, generation }
}

/** The answer goes on, and comes to its end. */
async function goesOn(messageId: string): Promise<void> {
  await hearth.client.chat.continue({ messageId })
  ;(await hearth.engine.nextGeneration()).end()
  expect(await endOf(hearth.client, messageId)).toMatchObject({ status: 'complete' })
}

test('an engine that hangs while it writes is ended as soon as the stopped answer is, and the next one goes on', async () => {
  const { messageId } = await stopInVain({ stopMs: 5, hangMs: never }, { onStop: () => new Promise(() => undefined) })
  await goesOn(messageId)
  expect(hearth.engine.started).toBe(2)
})

test('an engine that has said nothing yet has longer to listen to a stop', async () => {
  const { messageId, generation } = await stopInVain({ stopMs: 5, hangMs: never }, { written: '' })
  generation.end('stopped')
  await goesOn(messageId)
  expect(hearth.engine.started).toBe(1)
})

test('an engine that has listened to a stop, and is slow to end its answer, has longer too', async () => {
  const { messageId, generation } = await stopInVain({ stopMs: 50, hangMs: never })
  generation.end('stopped')
  await goesOn(messageId)
  expect(hearth.engine.started).toBe(1)
})

test.each([
  ['has listened', 'One'],
  ['has said nothing', ''],
])('an engine that %s and never ends its answer is ended after a while', async (_, written) => {
  const { messageId } = await stopInVain({ stopMs: 5, hangMs: 20 }, { written })
  await goesOn(messageId)
  expect(hearth.engine.started).toBe(2)
})

test('an engine that has been silent for long is ended as soon as it is to stop', async () => {
  const { messageId } = await stopInVain({ stopMs: never, hangMs: never, silenceMs: 0 }, { written: '' })
  await goesOn(messageId)
  expect(hearth.engine.started).toBe(2)
})

test('stopping while the model is loading ends the answer at once and lets the loading go on', async () => {
  hearth.engine.onLoad = () => undefined
  const thread = await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'Hi', settings: {} })
  const load = await hearth.engine.nextLoad()
  await hearth.client.chat.stop({ messageId: leafOf(thread).id })
  expect(await endOf(hearth.client, leafOf(thread).id)).toMatchObject({ status: 'stopped', parts: [] })
  load.ready()
  await hearth.client.chat.regenerate({ messageId: leafOf(thread).id })
  await hearth.engine.nextGeneration()
  expect(hearth.engine.started).toBe(1)
})

test('cancelling the loading stops the answer that waits for it', async () => {
  hearth.engine.onLoad = () => undefined
  const thread = await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'Hi', settings: {} })
  const load = await hearth.engine.nextLoad()
  await hearth.client.models.unload()
  await load.feed.left
  expect(await endOf(hearth.client, leafOf(thread).id)).toMatchObject({ status: 'stopped' })
  expect(hearth.engine.running.size).toBe(0)
})

test('an answer by a model that is not there fails with the reason, and again when it is asked for again', async () => {
  const thread = await hearth.client.chat.send({
    conversationId: null,
    parentId: null,
    text: 'Hi',
    settings: { modelId: 'gone' },
  })
  const failure = { code: 'MODEL_UNKNOWN', data: { modelId: 'gone' } }
  // An id says nothing to anybody.
  const failed = { status: 'failed', failure, run: { modelName: '' } }
  expect(await endOf(hearth.client, leafOf(thread).id)).toMatchObject(failed)
  const again = await hearth.client.chat.regenerate({ messageId: leafOf(thread).id })
  expect(await endOf(hearth.client, leafOf(again).id)).toMatchObject(failed)
})

test('what was being written when the application ended is interrupted, and goes on after the next start', async () => {
  const { messageId, conversationId, generation } = await begin()
  await writeThrough(messageId, generation, 'One, ')
  await hearth.backend.close()
  await hearth.open()
  const interrupted = leafOf(await hearth.client.conversations.open({ conversationId }))
  expect(interrupted).toMatchObject({ id: messageId, status: 'interrupted', parts: [{ text: 'One, ' }] })
  expect(await hearth.client.conversations.list()).toMatchObject([{ generating: false }])
  await hearth.client.chat.continue({ messageId })
  const rest = await hearth.engine.nextGeneration()
  rest.write('two.')
  rest.end()
  expect(textOf((await endOf(hearth.client, messageId)).parts)).toBe('One, two.')
})

test('an answer that cannot be stored any more ends and says so', async () => {
  const { messageId, generation } = await begin()
  const ending = endOf(hearth.client, messageId)
  const file = join(hearth.backend.folder, 'hearth.db')
  expect((await stat(file)).isFile()).toBe(true)
  // Another program holds the database: SQLite gives up waiting for it.
  const other = new Database(file)
  other.exec('BEGIN IMMEDIATE')
  generation.write('One')
  const ended = await ending
  other.exec('ROLLBACK')
  other.close()
  expect(ended).toMatchObject({ status: 'failed', failure: { code: 'STORAGE_FAILED' }, parts: [{ text: 'One' }] })
  const { conversationId } = ended
  expect(leafOf(await hearth.client.conversations.open({ conversationId }))).toMatchObject({ status: 'interrupted' })
  await hearth.client.chat.continue({ messageId })
  ;(await hearth.engine.nextGeneration()).end()
  expect(await endOf(hearth.client, messageId)).toMatchObject({ status: 'complete' })
})
