import { ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { isContractProcedure } from '@orpc/contract'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { serve } from '../child/serve.ts'
import { backendContract } from '../contract/backend.ts'
import { backendClient } from '../contract/client.ts'
import { virtualChannel } from '../contract/ipc-port.ts'
import { ScriptedEngine } from '../testing/scripted-engine.ts'
import { writeTinyModel } from '../testing/tiny-model.ts'
import { addModel, backendForEachTest, endOf, leafOf } from './test-backend.ts'

const hearth = backendForEachTest(() => new ScriptedEngine(), writeTinyModel)

/** The procedures of the contract that take something, by their path: what they take. */
function inputsOf(router: object, path: string[] = []): [string, z.ZodType][] {
  return Object.entries(router).flatMap(([name, value]: [string, unknown]) => {
    const here = [...path, name]
    if (typeof value !== 'object' || value === null) return []
    if (!isContractProcedure(value)) return inputsOf(value, here)
    const schema: unknown = value['~orpc'].inputSchema
    return schema instanceof z.ZodType ? [[here.join('.'), schema]] : []
  })
}

/** What is there to be changed: a conversation with an answer that can be continued, a model that was added, a draft. */
async function world() {
  const modelId = await addModel(hearth, 'added')
  const sent = { conversationId: null, parentId: null, text: 'Hi', settings: {} }
  const thread = await hearth.client.chat.send(sent)
  const generation = await hearth.engine.nextGeneration()
  generation.write('Hel')
  generation.end('max-tokens')
  const answer = await endOf(hearth.client, leafOf(thread).id)
  await hearth.client.chat.saveDraft({ conversationId: null, text: 'A draft' })
  const { conversationId, id: messageId, parentId } = answer
  return { modelId, conversationId, messageId, questionId: parentId ?? '' }
}

const repository = 'owner/name'
const revision = 'a'.repeat(40)
const filter = { purpose: 'search', text: 'other' }

/** Of the procedures that lead outside. */
const wellFormedOutside: [string, unknown][] = [
  ['hub.suggestion', { language: 'en' }],
  ['hub.search', { query: 'other', sort: 'likes', cursor: null }],
  ['hub.repository', { repository }],
  ['hub.readme', { repository, revision }],
  ['hub.fit', { repository, revision, contextSize: 512 }],
  ['hub.setToken', { token: 'other' }],
  ['downloads.start', { repository, file: 'a.gguf' }],
  ['downloads.pause', { downloadId: 'other' }],
  ['downloads.resume', { downloadId: 'other' }],
  ['downloads.cancel', { downloadId: 'other' }],
  ['downloads.move', { downloadId: 'other', position: 1 }],
  ['network.connections', { filter, before: null, limit: 10 }],
  ['network.exportConnections', { filter }],
]

/** For each procedure that takes something, what would be done. */
function wellFormed({ modelId, conversationId, messageId, questionId }: Awaited<ReturnType<typeof world>>) {
  const sampling = { temperature: 1, topP: 0.5, topK: 5, minP: 0, repeatPenalty: 1, seed: 7, maxTokens: 10 }
  const patch = { title: 'Other', modelId, systemPrompt: 'Be other.', sampling, whenFull: 'ask' }
  const settings = { theme: 'dark', textSize: 20, language: 'en', modelsFolder: '/other', defaultModelId: modelId }
  return new Map<string, unknown>([
    ['conversations.open', { conversationId }],
    ['conversations.update', { conversationId, patch }],
    ['conversations.remove', { conversationId }],
    ['conversations.restore', { conversationId }],
    ['conversations.purge', { conversationIds: [conversationId] }],
    ['conversations.showBranch', { messageId }],
    ['chat.send', { conversationId: null, parentId: null, text: 'Other', settings: patch }],
    ['chat.edit', { messageId: questionId, text: 'Other' }],
    ['chat.regenerate', { messageId }],
    ['chat.continue', { messageId }],
    ['chat.stop', { messageId }],
    ['chat.attach', { messageId }],
    ['chat.prepare', { conversationId, leafId: messageId, settings: patch, text: 'Wh' }],
    ['chat.saveDraft', { conversationId, text: 'Other' }],
    ['chat.extendDraft', { conversationId, typed: 'Other' }],
    ['chat.draft', { conversationId }],
    ['models.add', { paths: [join(hearth.backend.builtInModelFolder, 'a.gguf')] }],
    ['models.forget', { modelId }],
    ['models.load', { modelId }],
    ['models.estimate', { modelId, contextSize: 512 }],
    ['models.rename', { modelId, name: 'Other' }],
    ['models.setChatFormat', { modelId, chatFormat: 'own' }],
    ['models.remove', { modelId }],
    ['models.weigh', { paths: ['/other/a.gguf'] }],
    ['models.import', { paths: ['/other/a.gguf'], way: 'move' }],
    ['models.cancelImport', { importId: 'other' }],
    ['models.dismissImport', { importId: 'other' }],
    ['models.adopt', { paths: ['/other/a.gguf'] }],
    ['models.chatTemplate', { modelId }],
    ...wellFormedOutside,
    ['settings.update', { ...settings, systemPrompt: 'Other', sampling, contextSize: 512, threads: 1, offline: true }],
  ])
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, '', 'x'.repeat(201), 0, -1, 0.5, 1e12, Number.NaN, true, [], {}, [null]),
  fc.constantFrom<unknown>(new Date(0), 10n, new Map([['a', 1]]), /x/, new Uint8Array([1])),
  fc.jsonValue({ maxDepth: 1 }),
)

/** The places within a value, itself the first. */
function placesIn(value: unknown, path: string[] = []): string[][] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return [path, ...inner.flatMap(([key, part]: [string, unknown]) => placesIn(part, [...path, key]))]
}

/** The value with something else at this place. */
function replaced(value: unknown, [key, ...rest]: string[], other: unknown): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return other
  const part: unknown = Reflect.get(value, key)
  return Object.assign(structuredClone(value), { [key]: replaced(part, rest, other) })
}

/** All that is stored, and what is loaded. */
function state(): string {
  const db = new Database(join(hearth.backend.folder, 'hearth.db'), { readonly: true })
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%search%'").pluck()
  const rows = tables.all().map((table) => db.prepare(`SELECT * FROM ${String(table)}`).all())
  db.close()
  return JSON.stringify([rows, hearth.engine.started, hearth.engine.running.size])
}

test('malformed arguments are refused by every procedure, and change nothing', async () => {
  const examples = wellFormed(await world())
  const inputs = inputsOf(backendContract)
  expect([...examples.keys()].toSorted()).toEqual(inputs.map(([name]) => name).toSorted())
  const unexpected: unknown[] = []
  const [ours, theirs] = virtualChannel()
  serve(hearth.backend.application.router, theirs, (error) => unexpected.push(error))
  const link = new RPCLink({ port: ours })
  ours.start()
  const before = state()

  for (const [name, schema] of inputs) {
    const example = examples.get(name)
    const malformed = fc
      .tuple(fc.constantFrom(...placesIn(example)), junk)
      .map(([place, other]) => replaced(example, place, other))
    await fc.assert(
      fc.asyncProperty(malformed, async (input) => {
        fc.pre(!schema.safeParse(input).success)
        const error: unknown = await link.call(name.split('.'), input, { context: {} }).then(
          () => new Error(`${name} took it`),
          (reason: unknown) => reason,
        )
        expect(error).toBeInstanceOf(ORPCError)
        expect(error).toMatchObject({ code: 'BAD_REQUEST' })
        expect(state()).toBe(before)
      }),
      { numRuns: 30 },
    )
  }
  expect(unexpected).toEqual([])
})

test('what comes from a page and is no call is passed over, and calls are answered as before', async () => {
  const unexpected: unknown[] = []
  const [ours, theirs] = virtualChannel()
  serve(hearth.backend.application.router, theirs, (error) => unexpected.push(error))
  const client = backendClient(ours)
  ours.start()
  const junkFrames = [
    null,
    7,
    new Uint8Array([255]),
    '',
    '{',
    'null',
    '{"i":"a"}',
    '{"i":"a","p":{"u":"no address"}}',
    '{"i":"a","t":3}',
  ]
  for (const frame of junkFrames) ours.postMessage(frame)
  expect((await client.about()).version).not.toBe('')
  expect(unexpected).toHaveLength(junkFrames.length)
})
