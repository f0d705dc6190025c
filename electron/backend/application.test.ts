import { ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { isContractProcedure } from '@orpc/contract'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { serve } from '../child/serve.ts'
import { backendContract, type ApplicationEvent } from '../contract/backend.ts'
import { failureData } from '../contract/failure.ts'
import { virtualChannel } from '../contract/ipc-port.ts'
import { ScriptedEngine } from '../testing/scripted-engine.ts'
import { writeTinyModel } from '../testing/tiny-model.ts'
import { backendForEachTest, endOf, leafOf } from './test-backend.ts'

const hearth = backendForEachTest(() => new ScriptedEngine(), writeTinyModel)

async function send(text: string) {
  return hearth.client.chat.send({ conversationId: null, parentId: null, text, settings: {} })
}

type Events = AsyncIteratorObject<ApplicationEvent, unknown, void>

async function subscribe(): Promise<Events> {
  const events = await hearth.client.events()
  expect((await events.next()).value).toMatchObject({
    type: 'hello',
    engine: { phase: 'idle' },
    settings: { theme: 'system' },
  })
  return events
}

/** The next event of this kind; others are passed over. */
async function next<T extends ApplicationEvent['type']>(
  events: Events,
  type: T,
): Promise<Extract<ApplicationEvent, { type: T }>> {
  for (;;) {
    const { value, done } = await events.next()
    if (done || !value) throw new Error('the events ended')
    if (isOf(value, type)) return value
  }
}

function isOf<T extends ApplicationEvent['type']>(
  event: ApplicationEvent,
  type: T,
): event is Extract<ApplicationEvent, { type: T }> {
  return event.type === type
}

test('connections are exported into the file that main has the person choose, and into no other', async () => {
  const { main, folder } = hearth.backend
  const filter = { purpose: null, text: '' }
  const named = join(folder, 'named.csv')
  // What a page adds is nothing to the contract.
  expect(await hearth.client.network.exportConnections(Object.assign({ filter }, { path: named }))).toBeNull()
  main.exportFile = join(folder, 'chosen.csv')
  const exported = await hearth.client.network.exportConnections(Object.assign({ filter }, { path: named }))
  expect(exported).toEqual({ path: main.exportFile, total: 0 })
  expect(await readFile(main.exportFile, 'utf8')).toMatch(/^started,purpose/)
  expect((await readdir(folder)).filter((name) => name.endsWith('.csv'))).toEqual(['chosen.csv'])
})

test('every window hears what happens, as it happens', async () => {
  const events = await subscribe()
  const thread = await send('Hi')
  expect(await next(events, 'conversation-changed')).toMatchObject({ conversation: { title: 'Hi', generating: true } })
  const generation = await hearth.engine.nextGeneration()
  generation.end()
  const { id: conversationId } = thread.conversation
  await endOf(hearth.client, leafOf(thread).id)
  expect(await next(events, 'conversation-changed')).toMatchObject({ conversation: { generating: false } })
  await hearth.client.conversations.update({ conversationId, patch: { title: ' Mine ' } })
  expect(await next(events, 'conversation-changed')).toMatchObject({ conversation: { title: 'Mine' } })
  await hearth.client.conversations.remove({ conversationId })
  expect(await next(events, 'conversation-removed')).toEqual({ type: 'conversation-removed', conversationId })
  await hearth.client.conversations.restore({ conversationId })
  expect(await next(events, 'conversation-changed')).toMatchObject({ conversation: { id: conversationId } })
  await hearth.client.settings.update({ theme: 'dark' })
  expect(await next(events, 'settings-changed')).toMatchObject({ settings: { theme: 'dark', textSize: 15.5 } })
  await hearth.client.models.unload()
  expect(await next(events, 'engine-changed')).toMatchObject({ engine: { phase: 'idle' } })
})

/** The names of the models as soon as they are these: a file that is just being written is listed as a broken one first. */
async function modelsBecome(events: Events, expected: string[]): Promise<string[]> {
  for (;;) {
    const names = (await hearth.client.models.list()).map(({ name }) => name)
    if (JSON.stringify(names) === JSON.stringify(expected)) return names
    await next(events, 'models-changed')
  }
}

test('a file that appears in the models folder appears in the list, also after the folder was changed', async () => {
  const events = await subscribe()
  const { modelsFolder } = await hearth.client.about()
  await writeTinyModel(join(modelsFolder, 'b.gguf'), { name: 'Beta' })
  await modelsBecome(events, ['Tiny', 'Beta'])
  const other = join(hearth.backend.builtInModelFolder, 'other')
  await mkdir(other)
  await hearth.client.settings.update({ modelsFolder: other })
  await modelsBecome(events, ['Tiny'])
  await writeTinyModel(join(other, 'c.gguf'), { name: 'Gamma' })
  expect(await modelsBecome(events, ['Tiny', 'Gamma'])).toHaveLength(2)
})

test('about says where the built-in model comes from', async () => {
  const { builtIn } = await hearth.client.about()
  expect(builtIn).toEqual({ license: 'MIT', publisher: 'Somebody', source: 'somebody/tiny-gguf' })
})

test('models are added with what is wrong with each, and forgotten', async () => {
  const path = join(hearth.backend.builtInModelFolder, 'mine.gguf')
  const text = join(hearth.backend.builtInModelFolder, 'notes.txt')
  await writeTinyModel(path, { name: 'Mine' })
  await writeFile(text, 'not a model')
  const [mine, notes] = await hearth.client.models.add({ paths: [path, text] })
  expect(mine).toMatchObject({ result: 'added', model: { name: 'Mine', source: 'added' } })
  expect(notes).toMatchObject({
    result: 'refused',
    path: text,
    failure: { code: 'MODEL_FILE_CORRUPT', data: { reason: 'not-gguf' } },
  })
  const modelId = mine?.result === 'added' ? mine.model.id : ''
  expect(await hearth.client.models.load({ modelId })).toMatchObject({ phase: 'ready', modelId })
  expect(await hearth.client.models.estimate({ modelId, contextSize: 512 })).toMatchObject({ contextSize: 512 })
  await hearth.client.models.forget({ modelId })
  expect(hearth.engine.running.size).toBe(0)
  expect((await hearth.client.models.list()).map(({ name }) => name)).toEqual(['Tiny'])
  await expect(hearth.client.models.forget({ modelId: 'built-in' })).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' })
})

test('the model of new chats is loaded when a window opens, and not twice', async () => {
  await Promise.all([hearth.backend.application.preload(), hearth.backend.application.preload()])
  expect(hearth.engine.started).toBe(1)
})

test('everything is there again at the next start', async () => {
  const first = await send('One?')
  const generation = await hearth.engine.nextGeneration()
  generation.write('One.')
  generation.end()
  await endOf(hearth.client, leafOf(first).id)
  const { id: conversationId } = first.conversation
  await hearth.client.conversations.update({
    conversationId,
    patch: { title: 'Mine', sampling: { topK: 3 }, systemPrompt: 'Be kind.' },
  })
  await hearth.client.chat.saveDraft({ conversationId, text: 'and then' })
  await hearth.client.chat.extendDraft({ conversationId: null, typed: 'something' })
  await hearth.client.chat.extendDraft({ conversationId: null, typed: 'new' })
  await hearth.client.settings.update({ language: 'zh-CN', sampling: { temperature: 0.1 } })
  const before = await hearth.client.conversations.open({ conversationId })
  await hearth.backend.close()

  await hearth.open()
  expect(await hearth.client.conversations.open({ conversationId })).toEqual(before)
  expect(await hearth.client.chat.draft({ conversationId })).toBe('and then')
  expect(await hearth.client.chat.draft({ conversationId: null })).toBe('something\n\nnew')
  expect((await (await hearth.client.events()).next()).value).toMatchObject({
    settings: { language: 'zh-CN', sampling: { temperature: 0.1 } },
  })
  await hearth.client.chat.send({ conversationId, parentId: leafOf(before).id, text: 'Two?', settings: {} })
  expect(await hearth.client.chat.draft({ conversationId })).toBe('')
  expect((await hearth.engine.nextGeneration()).input.sampling).toMatchObject({ temperature: 0.1, topK: 3 })
})

test('it can be ended at any time: while a model loads, and while an answer is written and another waits', async () => {
  hearth.engine.onLoad = () => undefined
  await send('Hi')
  await hearth.engine.nextLoad()
  await hearth.backend.close()
  expect(hearth.engine.running.size).toBe(0)
  hearth.engine.onLoad = (load) => load.ready()
  await hearth.open()
  await Promise.all([send('One'), send('Two')])
  ;(await hearth.engine.nextGeneration()).write('Half an answ')
  await hearth.backend.close()
  expect(hearth.engine.running.size).toBe(0)
})

/** Every answer ends as soon as it begins. */
async function endAllAnswers(): Promise<void> {
  for (;;) (await hearth.engine.nextGeneration()).end()
}

/** Names of all procedures of the contract. */
function procedures(router: object, path: string[] = []): string[][] {
  return Object.entries(router).flatMap(([name, value]: [string, unknown]) => {
    if (isContractProcedure(value)) return [[...path, name]]
    return typeof value === 'object' && value !== null ? procedures(value, [...path, name]) : []
  })
}

/** Everything that is stored. */
function stored(): string {
  const db = new Database(join(hearth.backend.folder, 'hearth.db'), { readonly: true })
  const tables = ['conversations', 'messages', 'parts', 'runs', 'drafts', 'settings', 'model_files']
  const rows = tables.map((table) => db.prepare(`SELECT * FROM ${table}`).all())
  db.close()
  return JSON.stringify(rows)
}

test('whatever is asked, the answer is what the contract says; what is refused has changed nothing', async () => {
  void endAllAnswers()
  const thread = await send('Hi')
  const answer = await endOf(hearth.client, leafOf(thread).id)
  const [ours, theirs] = virtualChannel()
  const unexpected: unknown[] = []
  serve(hearth.backend.application.router, theirs, (error) => unexpected.push(error))
  const link = new RPCLink({ port: ours })
  ours.start()

  const id = fc.constantFrom(answer.id, answer.parentId, answer.conversationId, 'none', '', null, 7)
  const odd = fc.oneof(
    id,
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(-1, Number.POSITIVE_INFINITY, Number.NaN, new Date(0), 10n, undefined),
  )
  const keys = [
    'text',
    'settings',
    'patch',
    'paths',
    'contextSize',
    'textSize',
    'theme',
    'sampling',
    'title',
    'whenFull',
    'threads',
  ]
  const record = fc
    .tuple(
      fc.record({ conversationId: id, messageId: id, parentId: id, leafId: id, modelId: id }, { requiredKeys: [] }),
      fc.dictionary(fc.constantFrom(...keys), fc.oneof(odd, fc.dictionary(fc.constantFrom(...keys), odd))),
    )
    .map(([ids, rest]) => ({ ...ids, ...rest }))
  const streams = ['events', 'attach']
  const path = fc.constantFrom(...procedures(backendContract).filter((names) => !streams.includes(names.at(-1) ?? '')))
  const known = new Set<unknown>(['BAD_REQUEST', ...Object.keys(failureData)])
  let refused = 0

  await fc.assert(
    fc.asyncProperty(
      path,
      fc.oneof({ weight: 4, arbitrary: record }, { weight: 1, arbitrary: odd }),
      async (names, input) => {
        const before = stored()
        const error: unknown = await link.call(names, input, { context: {} }).then(
          () => null,
          (reason: unknown) => reason,
        )
        // Loading waits for the answers that were asked for before: nothing changes by itself any more.
        if (error === null) return void (await hearth.client.models.load({ modelId: 'built-in' }))
        refused++
        expect(known).toContain(error instanceof ORPCError ? String(error.code) : error)
        expect(stored()).toBe(before)
      },
    ),
    { numRuns: 300 },
  )
  expect(unexpected).toEqual([])
  expect(refused).toBeGreaterThan(50)
  expect(await endOf(hearth.client, leafOf(await send('Still there?')).id)).toMatchObject({ status: 'complete' })
})
