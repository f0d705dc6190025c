import { expect, test } from 'vitest'
import { scriptedMessage } from '@renderer/testing/scripted-data.ts'
import { LiveAnswer } from './live-answer.ts'
import { endedAnswer, isReady, isWriting, mergedMessages, newThread, withMessage } from './thread-store.ts'

const text = (words: string) => [{ type: 'text' as const, text: words }]
const message = (id: string, words: string) =>
  scriptedMessage({ id, conversationId: 'c', role: 'assistant', parts: text(words) })

test('messages that are read again and did not change stay the same objects', () => {
  const before = [message('a', 'one'), message('b', 'two')]
  const read = [message('a', 'one'), message('b', 'two and more'), message('c', 'three')]
  const merged = mergedMessages(before, read)
  expect(merged.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect(merged[0]).toBe(before[0])
  expect(merged[1]).toBe(read[1])
})

test.for([
  { name: 'status', change: { status: 'stopped' as const } },
  { name: 'a new sibling', change: { siblingIds: ['a', 'x'] } },
  { name: 'a part more', change: { parts: [...text('one'), { type: 'reasoning' as const, text: '', durationMs: 1 }] } },
])('a change of $name is taken over', ({ change }) => {
  const before = message('a', 'one')
  const [merged] = mergedMessages([before], [{ ...message('a', 'one'), ...change }])
  expect(merged).toMatchObject(change)
})

test('a message takes the place of its older self', () => {
  const changed = message('b', 'changed')
  expect(withMessage([message('a', 'one'), message('b', 'two')], changed)[1]).toBe(changed)
})

test('nothing is said in a conversation before it is known what was said last', () => {
  const statuses = ['new', 'opening', 'open', 'unknown', 'failed'] as const
  expect(statuses.filter((status) => isReady({ status }))).toEqual(['new', 'open'])
})

test('what ended is the answer that was being written, or the one that came of asking', () => {
  const [first, second] = [message('a', 'one'), message('b', 'two')]
  const writing = { ...newThread, messages: [first, second], live: new LiveAnswer(first) }
  const asking = { ...newThread, messages: [first], isAsking: true }
  expect([writing, asking, newThread].map(isWriting)).toEqual([true, true, false])
  expect(endedAnswer(writing, { ...newThread, messages: [first, second] })).toBe(first)
  expect(endedAnswer(asking, { ...newThread, messages: [second] })).toBe(second)
  expect(endedAnswer(asking, { ...newThread, messages: [first] })).toBeUndefined()
})
