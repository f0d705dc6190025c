import { truncate } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BackendClient } from '../../contract/client.ts'
import type { Conversation } from '../../contract/conversation.ts'
import { writeGguf } from '../../testing/gguf-writer.ts'
import { ScriptedEngine } from '../../testing/scripted-engine.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { endOf, leafOf, TestBackend } from '../test-backend.ts'

let engine: ScriptedEngine
let backend: TestBackend
let client: BackendClient

/** A header that promises 600 million weights, in a file whose weights take no place on the disk. */
async function writeLargeModel(path: string): Promise<void> {
  await writeGguf(
    path,
    [
      ['general.architecture', { type: 'string', value: 'llama' }],
      ['llama.context_length', { type: 'u32', value: 256 }],
      ['llama.embedding_length', { type: 'u32', value: 64 }],
      ['llama.block_count', { type: 'u32', value: 1 }],
      ['llama.attention.head_count', { type: 'u32', value: 1 }],
      ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: 1 }],
      ['tokenizer.ggml.model', { type: 'string', value: 'llama' }],
      ['tokenizer.ggml.tokens', { type: 'strings', values: ['a'] }],
    ],
    [{ name: 'blk.0.x', dimensions: [600, 1_000_000], type: 'f16', data: new Uint8Array(0) }],
  )
  await truncate(path, 1_300_000_000)
}

async function start(writeModel: (path: string) => Promise<void>): Promise<void> {
  engine = new ScriptedEngine()
  backend = await TestBackend.start({ starter: engine }, writeModel)
  client = backend.page().client
}

beforeEach(() => start(writeLargeModel))

afterEach(async () => {
  await backend.remove()
})

async function answered(
  conversation?: Conversation,
  parentId?: string,
): Promise<{ conversation: Conversation; leafId: string }> {
  const to = { conversationId: conversation?.id ?? null, parentId: parentId ?? null }
  const thread = await client.chat.send({ ...to, text: 'How do I boil an egg?', settings: {} })
  const generation = await engine.nextGeneration()
  generation.write('In water.')
  generation.end()
  await endOf(client, leafOf(thread).id)
  return { conversation: thread.conversation, leafId: leafOf(thread).id }
}

/** The first title that is told and is not `before`. */
async function nextTitle(before: string): Promise<string> {
  for await (const event of await client.events())
    if (event.type === 'conversation-changed' && event.conversation.title !== before) return event.conversation.title
  throw new Error('the events ended')
}

/** What waits for the engine is done: an answer that came after it has begun. */
async function turnsDone(): Promise<void> {
  await client.models.load({ modelId: 'built-in' })
}

test('a model that is large enough names the conversation after its first answer', async () => {
  engine.onTitle = () => '  "Boiling **eggs**"\n'
  const told = nextTitle('How do I boil an egg?')
  const { conversation } = await answered()
  expect(conversation.title).toBe('How do I boil an egg?')
  expect(await told).toBe('Boiling eggs')
  expect(engine.titles[0]?.turns.map(({ role }) => role)).toEqual(['user', 'assistant'])
  await turnsDone()
  expect(engine.titles).toHaveLength(1)
})

test('one that is too small is not asked, nor is any when a person gave the title', async () => {
  engine.onTitle = () => 'Other'
  const thread = await client.chat.send({
    conversationId: null,
    parentId: null,
    text: 'Hi',
    settings: { title: 'Mine' },
  })
  ;(await engine.nextGeneration()).end()
  await endOf(client, leafOf(thread).id)
  await turnsDone()
  expect(engine.titles).toEqual([])
  expect(await client.conversations.list()).toMatchObject([{ title: 'Mine' }])
  await backend.remove()

  await start(writeTinyModel)
  engine.onTitle = () => 'Other'
  await answered()
  await turnsDone()
  expect(engine.titles).toEqual([])
})

test('a title that a person gives while the model thinks of one stays', async () => {
  const asked = Promise.withResolvers<void>()
  const title = Promise.withResolvers<string>()
  engine.onTitle = () => {
    asked.resolve()
    return title.promise
  }
  const { conversation } = await answered()
  await asked.promise
  await client.conversations.update({ conversationId: conversation.id, patch: { title: 'Mine' } })
  title.resolve('Theirs')
  await turnsDone()
  expect(await client.conversations.list()).toMatchObject([{ title: 'Mine' }])
})

test('a title gives way to the next question, and is thought of after its answer', async () => {
  const asked = Promise.withResolvers<void>()
  engine.onTitle = () => {
    asked.resolve()
    return new Promise(() => undefined)
  }
  const first = await answered()
  await asked.promise
  engine.onTitle = () => 'Eggs'
  const told = nextTitle('How do I boil an egg?')
  await answered(first.conversation, first.leafId)
  expect(await told).toBe('Eggs')
})

test('nothing usable leaves the first words', async () => {
  engine.onTitle = () => ' \u200b\n'
  await answered()
  await turnsDone()
  expect(engine.titles).toHaveLength(1)
  expect(await client.conversations.list()).toMatchObject([{ title: 'How do I boil an egg?' }])
})
