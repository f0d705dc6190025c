import { expect, test, vi } from 'vitest'
import type { GenerationEvent, LiveStats } from '@contract/generation.ts'
import type { Part } from '@contract/message.ts'
import { scriptedMessage } from '@renderer/testing/scripted-data.ts'
import { splitMarkdown } from '@renderer/markdown/splitter.ts'
import { LiveAnswer } from './live-answer.ts'
import { shownPart } from './shown-part.ts'

const message = scriptedMessage({ id: 'a', conversationId: 'c', role: 'assistant', status: 'streaming', parts: [] })
const stats: LiveStats = {
  outputTokens: 3,
  tokensPerSecond: 78,
  timeToFirstTokenMs: 90,
  contextUsed: 40,
  contextSize: 8192,
}
const snapshot: GenerationEvent = { type: 'snapshot', seq: 0, message, phase: { name: 'queued' }, stats: null }

function delta(seq: number, text: string, kind: 'text' | 'reasoning' = 'text'): GenerationEvent {
  return { type: 'delta', seq, kind, text, stats }
}

/** A live answer whose frames come when they are asked for. */
function begin() {
  const frames: (() => void)[] = []
  const live = new LiveAnswer(
    message,
    (run) => frames.push(run),
    (run) => run(),
  )
  live.take(snapshot)
  return { live, frames, frame: () => frames.splice(0).forEach((run) => run()) }
}

test('deltas are appended, a new kind begins a new part, and what is shown is what the whole text would be', () => {
  const { live, frame } = begin()
  const events = [
    delta(1, 'First, ', 'reasoning'),
    delta(2, 'this.', 'reasoning'),
    delta(3, '# Ti'),
    delta(4, 'tle\n\nText'),
  ]
  for (const event of events) expect(live.take(event)).toEqual({ result: 'taken' })
  frame()
  const [reasoning, text] = live.parts()
  expect(reasoning?.type).toBe('reasoning')
  expect(reasoning?.document).toEqual(splitMarkdown('First, this.'))
  expect(reasoning?.durationMs).toBeGreaterThanOrEqual(0)
  expect(text?.document.segments).toEqual(splitMarkdown('# Title\n\nText').segments)
  expect(text?.document.open).toBe(true)
})

test('those who watch the text are told of the first at once, then once a frame, and finished parts keep their identity', () => {
  const { live, frames, frame } = begin()
  frame()
  const listener = vi.fn<() => void>()
  live.subscribeToParts(listener)
  live.take(delta(1, 'thought', 'reasoning'))
  live.take(delta(2, 'one '))
  live.take(delta(3, 'two '))
  expect(listener).toHaveBeenCalledTimes(1)
  expect(frames).toHaveLength(1)
  frame()
  expect(listener).toHaveBeenCalledTimes(2)
  const [before] = live.parts()
  live.take(delta(4, 'three'))
  frame()
  expect(live.parts()[0]).toBe(before)
})

test('a missing event is a gap, and a snapshot mends it', () => {
  const { live, frame } = begin()
  live.take(delta(1, 'one '))
  expect(live.take(delta(3, 'three'))).toEqual({ result: 'gap' })
  const later = { ...message, parts: [{ type: 'text' as const, text: 'one two three' }] }
  live.take({ ...snapshot, seq: 3, message: later })
  expect(live.take(delta(4, ' four'))).toEqual({ result: 'taken' })
  frame()
  expect(live.parts()[0]?.document.segments).toEqual(splitMarkdown('one two three four').segments)
})

test('events before any snapshot are a gap', () => {
  expect(new LiveAnswer(message).take(delta(1, 'text'))).toEqual({ result: 'gap' })
})

test('phase and numbers are kept, and writing begins with the first delta', () => {
  const { live } = begin()
  live.take({ type: 'phase', seq: 1, phase: { name: 'reading', doneTokens: 5, totalTokens: 10 } })
  expect(live.status()).toEqual({ phase: { name: 'reading', doneTokens: 5, totalTokens: 10 }, stats: null })
  live.take(delta(2, 'text'))
  expect(live.status()).toEqual({ phase: { name: 'writing' }, stats })
})

test('when it ends, the stored message is shown as it was split while it was written', () => {
  const { live } = begin()
  live.take(delta(1, 'Some *text*'))
  const stored = { ...message, status: 'complete' as const, parts: [{ type: 'text' as const, text: 'Some *text*' }] }
  expect(live.take({ type: 'end', seq: 2, message: stored })).toEqual({ result: 'ended', message: stored })
  live.handOver(stored)
  const [part] = stored.parts
  expect(part && shownPart(part).document).toEqual(splitMarkdown('Some *text*'))
  expect(part && shownPart(part)).toBe(part && shownPart(part))
})

test('a later snapshot adds what is missing, and what is finished already stays', () => {
  const { live, frame } = begin()
  live.take(delta(1, 'thinking', 'reasoning'))
  live.take(delta(2, 'One.\n\nTwo'))
  frame()
  const [reasoning, text] = live.parts()
  const parts: Part[] = [
    { type: 'reasoning', text: 'thinking', durationMs: 1200 },
    { type: 'text', text: 'One.\n\nTwo, three.' },
  ]
  live.take({ ...snapshot, message: { ...message, parts } })
  frame()
  const [, more] = live.parts()
  expect(live.parts()[0]).toBe(reasoning)
  expect(more?.document.segments).toEqual(splitMarkdown('One.\n\nTwo, three.').segments)
  expect(more?.document.segments.last[0]).toBe(text?.document.segments.last[0])
  expect(live.take(delta(1, ' More'))).toEqual({ result: 'taken' })
})

test('a snapshot of another text is what is shown', () => {
  const { live, frame } = begin()
  live.take(delta(1, 'One two three'))
  live.take({ ...snapshot, message: { ...message, parts: [{ type: 'text', text: 'Another' }] } })
  frame()
  expect(live.parts()[0]?.document.segments).toEqual(splitMarkdown('Another').segments)
})
