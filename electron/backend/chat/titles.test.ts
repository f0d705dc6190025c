import { truncate } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Conversation } from '../../contract/conversation.ts'
import { textOf } from '../../contract/message.ts'
import { writeGguf } from '../../testing/gguf-writer.ts'
import { ScriptedEngine } from '../../testing/scripted-engine.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { backendForEachTest, endOf, leafOf } from '../test-backend.ts'

const hearth = backendForEachTest(() => new ScriptedEngine(), writeLargeModel)

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

async function answered(
  conversation?: Conversation,
  parentId?: string,
): Promise<{ conversation: Conversation; leafId: string }> {
  const to = { conversationId: conversation?.id ?? null, parentId: parentId ?? null }
  const thread = await hearth.client.chat.send({ ...to, text: 'How do I boil an egg?', settings: {} })
  const generation = await hearth.engine.nextGeneration()
  generation.write('In water.')
  generation.end()
  await endOf(hearth.client, leafOf(thread).id)
  return { conversation: thread.conversation, leafId: leafOf(thread).id }
}

/** The first title that is told and is not `before`. */
async function nextTitle(before: string): Promise<string> {
  for await (const event of await hearth.client.events())
    if (event.type === 'conversation-changed' && event.conversation.title !== before) return event.conversation.title
  throw new Error('the events ended')
}

/** What waits for the engine is done: an answer that came after it has begun. */
async function turnsDone(): Promise<void> {
  await hearth.client.models.load({ modelId: 'built-in' })
}

test('a model that is large enough names the conversation after its first answer', async () => {
  hearth.engine.onTitle = () => '  "Boiling **eggs**"\n'
  const told = nextTitle('How do I boil an egg?')
  const { conversation } = await answered()
  expect(conversation.title).toBe('How do I boil an egg?')
  expect(await told).toBe('Boiling eggs')
  expect(hearth.engine.titles[0]?.turns.map(({ role }) => role)).toEqual(['user', 'assistant'])
  await turnsDone()
  expect(hearth.engine.titles).toHaveLength(1)
})

test('one that is too small is not asked, nor is any when a person gave the title', async () => {
  hearth.engine.onTitle = () => 'Other'
  const thread = await hearth.client.chat.send({
    conversationId: null,
    parentId: null,
    text: 'Hi',
    settings: { title: 'Mine' },
  })
  ;(await hearth.engine.nextGeneration()).end()
  await endOf(hearth.client, leafOf(thread).id)
  await turnsDone()
  expect(hearth.engine.titles).toEqual([])
  expect(await hearth.client.conversations.list()).toMatchObject([{ title: 'Mine' }])

  await hearth.start(writeTinyModel)
  hearth.engine.onTitle = () => 'Other'
  await answered()
  await turnsDone()
  expect(hearth.engine.titles).toEqual([])
})

test('a title that a person gives while the model thinks of one stays', async () => {
  const asked = Promise.withResolvers<void>()
  const title = Promise.withResolvers<string>()
  hearth.engine.onTitle = () => {
    asked.resolve()
    return title.promise
  }
  const { conversation } = await answered()
  await asked.promise
  await hearth.client.conversations.update({ conversationId: conversation.id, patch: { title: 'Mine' } })
  title.resolve('Theirs')
  await turnsDone()
  expect(await hearth.client.conversations.list()).toMatchObject([{ title: 'Mine' }])
})

test('a title gives way to the next question, and is thought of after its answer', async () => {
  const asked = Promise.withResolvers<void>()
  hearth.engine.onTitle = () => {
    asked.resolve()
    return new Promise(() => undefined)
  }
  const first = await answered()
  await asked.promise
  hearth.engine.onTitle = () => 'Eggs'
  const told = nextTitle('How do I boil an egg?')
  await answered(first.conversation, first.leafId)
  expect(await told).toBe('Eggs')
})

test('a title whose turn comes while an answer waits gives way at once', async () => {
  const [first, second] = await Promise.all(
    ['One?', 'Two?'].map((text) =>
      hearth.client.chat.send({ conversationId: null, parentId: null, text, settings: {} }),
    ),
  )
  if (!first || !second) throw new Error('not sent')
  ;(await hearth.engine.nextGeneration()).end()
  await endOf(hearth.client, leafOf(first).id)
  const generation = await hearth.engine.nextGeneration()
  // The first one's title waits now.
  hearth.engine.onTitle = () => new Promise(() => undefined)
  await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'Three?', settings: {} })
  generation.end()
  expect(textOf((await hearth.engine.nextGeneration()).input.turns.at(-1)?.parts ?? [])).toBe('Three?')
})

test('nothing usable leaves the first words', async () => {
  hearth.engine.onTitle = () => ' \u200b\n'
  await answered()
  await turnsDone()
  expect(hearth.engine.titles).toHaveLength(1)
  expect(await hearth.client.conversations.list()).toMatchObject([{ title: 'How do I boil an egg?' }])
})
