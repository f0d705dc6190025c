import { expect, test } from 'vitest'
import type { ApplicationEvent } from '../contract/backend.ts'
import { settingsSchema } from '../contract/settings.ts'
import { Events } from './events.ts'

const hello = (): Extract<ApplicationEvent, { type: 'hello' }> => ({
  type: 'hello',
  engine: { phase: 'idle' },
  settings: settingsSchema.parse({}),
  downloads: [],
  imports: [],
  network: { open: 0, hubHost: 'huggingface.co', hasToken: false, canStoreToken: false, sendsToken: true },
  writable: true,
})

function changed(id: string, title: string): ApplicationEvent {
  const rest = { createdAt: 0, updatedAt: 0, generating: false, modelId: null, systemPrompt: null, sampling: {} }
  return { type: 'conversation-changed', conversation: { id, title, whenFull: 'ask', ...rest } }
}

test('who takes events slowly gets the last word on each subject, in the order in which it was said', async () => {
  const events = new Events()
  const listener = events.subscribe(hello, undefined)
  expect((await listener.next()).value).toMatchObject({ type: 'hello' })
  events.publish(changed('a', '1'))
  events.publish({ type: 'models-changed' })
  events.publish(changed('b', '1'))
  events.publish({ type: 'conversation-removed', conversationId: 'b' })
  events.publish({ type: 'engine-changed', engine: { phase: 'idle' } })
  events.publish(changed('a', '2'))
  events.publish({ type: 'models-changed' })
  events.close()
  const taken: ApplicationEvent[] = []
  for await (const event of listener) taken.push(event)
  expect(taken).toEqual([
    { type: 'conversation-removed', conversationId: 'b' },
    { type: 'engine-changed', engine: { phase: 'idle' } },
    changed('a', '2'),
    { type: 'models-changed' },
  ])
})

test('who leaves is let go at once', async () => {
  const events = new Events()
  const leave = new AbortController()
  const listener = events.subscribe(hello, leave.signal)
  await listener.next()
  const waiting = listener.next()
  leave.abort()
  expect(await waiting).toEqual({ value: undefined, done: true })
})
