import { expect, test } from 'vitest'
import type { Thread } from '../../contract/conversation.ts'
import { ScriptedEngine } from '../../testing/scripted-engine.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { backendForEachTest, endOf, leafOf } from '../test-backend.ts'

const hearth = backendForEachTest(() => new ScriptedEngine(), writeTinyModel)

const ask = (text: string): Promise<Thread> =>
  hearth.client.chat.send({ conversationId: null, parentId: null, text, settings: {} })

test('deleting a conversation stops its answer, and undoing brings it back with all that was written', async () => {
  const thread = await ask('Hi')
  const { id: conversationId } = thread.conversation
  const generation = await hearth.engine.nextGeneration()
  generation.write('Hel')
  await hearth.client.conversations.remove({ conversationId })
  await generation.stopAsked
  expect(await hearth.client.conversations.list()).toEqual([])
  await expect(hearth.client.conversations.open({ conversationId })).rejects.toMatchObject({
    code: 'CONVERSATION_UNKNOWN',
  })
  await expect(hearth.client.chat.continue({ messageId: leafOf(thread).id })).rejects.toMatchObject({
    code: 'CONVERSATION_UNKNOWN',
  })
  await hearth.client.conversations.restore({ conversationId })
  const restored = await hearth.client.conversations.open({ conversationId })
  expect(leafOf(restored)).toMatchObject({ status: 'stopped' })
  expect(await hearth.client.conversations.list()).toMatchObject([{ id: conversationId, generating: false }])
})

test('what is deleted for good is gone when its answer has ended, and every page is told', async () => {
  hearth.engine.onStop = () => undefined
  const { conversation: kept } = await ask('One?')
  ;(await hearth.engine.nextGeneration()).end()
  const thread = await ask('Hi')
  const { id: conversationId } = thread.conversation
  const generation = await hearth.engine.nextGeneration()
  const ended = endOf(hearth.client, leafOf(thread).id)
  generation.write('Hel')
  const removed = hearth.client.conversations.remove({ conversationId })
  const purged = hearth.client.conversations.purge({ conversationIds: [conversationId, kept.id] })
  await generation.stopAsked
  generation.end('stopped')
  await Promise.all([removed, purged])
  expect(await ended).toMatchObject({ status: 'stopped', parts: [{ text: 'Hel' }] })
  expect(await hearth.client.conversations.deleted()).toEqual([])
  await expect(hearth.client.conversations.restore({ conversationId })).rejects.toMatchObject({
    code: 'CONVERSATION_UNKNOWN',
  })
  expect(await hearth.client.conversations.list()).toMatchObject([{ id: kept.id }])
  await hearth.client.conversations.remove({ conversationId: kept.id })
  const [found, ...others] = await hearth.client.conversations.deleted()
  expect([found, others]).toMatchObject([{ id: kept.id, title: 'One?', messageCount: 2 }, []])
  const events = await hearth.client.events()
  await hearth.client.conversations.purge({ conversationIds: [kept.id] })
  for await (const { type } of events) if (type === 'trash-changed') break
  expect(await hearth.client.conversations.deleted()).toEqual([])
})
