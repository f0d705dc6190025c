import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DraftKeeper } from './draft-keeper.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function keeper() {
  const saved: [string | null, string][] = []
  return { saved, drafts: new DraftKeeper((of, text) => saved.push([of, text])) }
}

test('a pause in the typing stores the last text once', () => {
  const { drafts, saved } = keeper()
  drafts.changed('c', 'H')
  vi.advanceTimersByTime(300)
  drafts.changed('c', 'Hi')
  vi.advanceTimersByTime(300)
  expect(saved).toEqual([])
  vi.advanceTimersByTime(200)
  expect(saved).toEqual([['c', 'Hi']])
  vi.advanceTimersByTime(5000)
  expect(saved).toHaveLength(1)
})

test('leaving stores at once, and only what is not stored', () => {
  const { drafts, saved } = keeper()
  drafts.changed(null, 'Hello')
  drafts.flush()
  drafts.flush()
  expect(saved).toEqual([[null, 'Hello']])
})

test('the draft of one conversation is stored before another is written on', () => {
  const { drafts, saved } = keeper()
  drafts.changed('a', 'one')
  drafts.changed('b', 'two')
  expect(saved).toEqual([['a', 'one']])
  drafts.flush()
  expect(saved).toEqual([
    ['a', 'one'],
    ['b', 'two'],
  ])
})

test('what was sent is not stored any more', () => {
  const { drafts, saved } = keeper()
  drafts.changed('a', 'one')
  drafts.forget()
  vi.advanceTimersByTime(5000)
  drafts.flush()
  expect(saved).toEqual([])
})
