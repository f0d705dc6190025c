import { expect, test } from 'vitest'
import type { GenerationEvent } from '../../contract/generation.ts'
import { textOf, type Message, type Part } from '../../contract/message.ts'
import { ScriptedEngine, type ScriptedGeneration } from '../../testing/scripted-engine.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { backendForEachTest, leafOf, watchToEnd } from '../test-backend.ts'
import { LiveAnswer } from './live-answer.ts'

const hearth = backendForEachTest(() => new ScriptedEngine(), writeTinyModel)

async function begin(): Promise<{ messageId: string; generation: ScriptedGeneration }> {
  const thread = await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'Hi', settings: {} })
  return { messageId: leafOf(thread).id, generation: await hearth.engine.nextGeneration() }
}

type Watch = AsyncGenerator<GenerationEvent, void, void> | AsyncIteratorObject<GenerationEvent, unknown, void>

/** Reads until an event of this kind. */
async function readUntil(watch: Watch, type: GenerationEvent['type']): Promise<GenerationEvent[]> {
  const events: GenerationEvent[] = []
  for (let last: GenerationEvent['type'] | null = null; last !== type;) {
    const { value, done } = await watch.next()
    if (done || !value) throw new Error('it ended')
    events.push(value)
    last = value.type
  }
  return events
}

function seqs(events: GenerationEvent[]): number[] {
  return events.map(({ seq }) => seq)
}

/** The text that a page shows that applies these events. */
function shown(events: GenerationEvent[]): string {
  const [first, ...rest] = events
  const begun = first?.type === 'snapshot' ? textOf(first.message.parts) : ''
  return begun + rest.map((event) => (event.type === 'delta' ? event.text : '')).join('')
}

test('attaching answers a snapshot and then every change, numbered without a gap, wherever it comes in', async () => {
  const { messageId, generation } = await begin()
  const early = watchToEnd(hearth.client, messageId)
  generation.reading(4, 8)
  generation.write('One ')
  const middle = await hearth.client.chat.attach({ messageId })
  const [snapshot] = await readUntil(middle, 'snapshot')
  generation.write('two ')
  generation.write('three.')
  generation.end()
  const events = await early
  const rest = [...(snapshot ? [snapshot] : []), ...(await readUntil(middle, 'end'))]
  for (const seen of [events, rest]) {
    expect(seqs(seen)).toEqual(seen.map((_, index) => index))
    expect(shown(seen)).toBe('One two three.')
    expect(seen.at(-1)).toMatchObject({
      type: 'end',
      message: { status: 'complete', parts: [{ text: 'One two three.' }] },
    })
  }
  const phases = events.flatMap((event) => (event.type === 'phase' ? [event.phase] : []))
  expect(phases).toContainEqual({ name: 'reading', doneTokens: 4, totalTokens: 8 })
  expect(phases.at(-1)).toEqual({ name: 'writing' })
})

test('for an answer that has ended there is its end only', async () => {
  const { messageId, generation } = await begin()
  generation.write('Yes.')
  generation.end()
  const [last] = (await watchToEnd(hearth.client, messageId)).slice(-1)
  expect(await watchToEnd(hearth.client, messageId)).toEqual([{ ...last, seq: 0 }])
})

test('a window that is closed or leaves does not stop the answer, and another one goes on watching', async () => {
  const { messageId, generation } = await begin()
  const other = hearth.backend.page()
  const closing = await other.client.chat.attach({ messageId })
  const leaving = await hearth.client.chat.attach({ messageId })
  const staying = await hearth.client.chat.attach({ messageId })
  for (const watch of [closing, leaving, staying]) await readUntil(watch, 'snapshot')
  generation.write('One')
  await Promise.all([closing, leaving, staying].map((watch) => readUntil(watch, 'delta')))
  other.close()
  await leaving.return?.()
  generation.write(', two')
  await readUntil(staying, 'delta')
  generation.end()
  expect((await readUntil(staying, 'end')).at(-1)).toMatchObject({
    message: { status: 'complete', parts: [{ text: 'One, two' }] },
  })
})

test('who watches calmly is told together what was written meanwhile, and the end at once', async () => {
  const { messageId, generation } = await begin()
  const watch = await hearth.client.chat.attach({ messageId, calm: true })
  await readUntil(watch, 'snapshot')
  const eager = await hearth.client.chat.attach({ messageId })
  for (const word of ['one ', 'two ', 'three']) {
    generation.write(word)
    await readUntil(eager, 'delta')
  }
  generation.end()
  const events = await readUntil(watch, 'end')
  expect(events.filter(({ type }) => type === 'delta').length).toBeLessThan(3)
  expect(seqs(events)).toEqual(events.map((_, index) => index + 1))
  expect(events.at(-1)).toMatchObject({ message: { parts: [{ text: 'one two three' }] } })
  expect(events.map((event) => (event.type === 'delta' ? event.text : '')).join('')).toBe('one two three')
})

test('the loading of the model is shown to who waits for it', async () => {
  hearth.engine.onLoad = () => undefined
  const thread = await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'Hi', settings: {} })
  const watch = await hearth.client.chat.attach({ messageId: leafOf(thread).id })
  expect(await readUntil(watch, 'snapshot')).toMatchObject([{ phase: { name: 'loading', progress: 0 } }])
  const load = await hearth.engine.nextLoad()
  load.progress(0.5)
  expect(await readUntil(watch, 'phase')).toMatchObject([{ phase: { name: 'loading', progress: 0.5 } }])
  load.ready()
  expect(await readUntil(watch, 'phase')).toMatchObject([{ phase: { name: 'reading' } }])
})

const stats = { outputTokens: 1, tokensPerSecond: null, timeToFirstTokenMs: null, contextUsed: 1, contextSize: 8 }
function message(status: Message['status'], parts: Part[]): Message {
  const where = { id: 'm', conversationId: 'c', parentId: 'q', siblingIds: ['m'] }
  return { ...where, role: 'assistant', status, parts, run: null, createdAt: 0, failure: null, damaged: false }
}

function liveAnswer(
  store: () => void = () => undefined,
  onTrouble: (error: unknown) => void = () => undefined,
): LiveAnswer {
  return new LiveAnswer({ parts: [], flushMs: 1, now: () => 0, store, onTrouble })
}

test('who reads slowly gets what is waiting joined, and loses nothing', async () => {
  const answer = liveAnswer()
  const watch = answer.watch(() => message('streaming', answer.parts), false, undefined)
  await watch.next()
  for (let i = 0; i < 1000; i++) {
    answer.setPhase({ name: 'reading', doneTokens: i, totalTokens: 1000 })
  }
  for (let i = 0; i < 5000; i++) answer.append(i < 1000 ? 'reasoning' : 'text', `${i} `, { ...stats, outputTokens: i })
  const { parts } = answer.close()
  answer.announceEnd(message('complete', parts))
  const events: GenerationEvent[] = []
  for await (const event of watch) events.push(event)
  expect(events.map(({ type }) => type)).toEqual(['phase', 'delta', 'delta', 'end'])
  expect(seqs(events)).toEqual([1, 2, 3, 4])
  expect(events[2]).toMatchObject({ kind: 'text', text: textOf(parts), stats: { outputTokens: 4999 } })
})

test('who begins to read after the end is told of it', async () => {
  const answer = liveAnswer()
  const watch = answer.watch(() => message('complete', answer.parts), false, undefined)
  answer.append('text', 'Yes.', stats)
  answer.close()
  const events: GenerationEvent[] = []
  for await (const event of watch) events.push(event)
  expect(events).toMatchObject([{ type: 'end', seq: 0, message: { parts: [{ text: 'Yes.' }] } }])
})

test('text that was written waits no longer than it may to be stored, and a new part is stored at once', async () => {
  const stored: string[] = []
  const next = Promise.withResolvers<void>()
  const answer = new LiveAnswer({
    parts: [{ type: 'text', text: 'Before. ' }],
    flushMs: 1,
    now: () => 7,
    store: (parts, first) => {
      stored.push(
        parts
          .slice(first)
          .map((part) => `${part.type} ${part.text}`)
          .join('|'),
      )
      if (stored.length === 2) next.resolve()
    },
    onTrouble: (error) => next.reject(error),
  })
  answer.append('reasoning', 'Hm', stats)
  expect(stored).toEqual(['reasoning Hm'])
  answer.append('reasoning', ', yes', stats)
  answer.append('reasoning', '.', stats)
  await next.promise
  expect(stored).toEqual(['reasoning Hm', 'reasoning Hm, yes.'])
  answer.append('text', 'Yes.', stats)
  expect(stored[2]).toBe('reasoning Hm, yes.|text Yes.')
  expect(answer.close()).toEqual({
    parts: [
      { type: 'text', text: 'Before. ' },
      { type: 'reasoning', text: 'Hm, yes.', durationMs: 0 },
      { type: 'text', text: 'Yes.' },
    ],
    firstUnstored: 3,
  })
})
