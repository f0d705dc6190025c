import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Turns } from './turns.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what fits into a task is done at once, the rest in later ones, in order', () => {
  let clock = 0
  const done: number[] = []
  const turns = new Turns(() => clock)
  for (let index = 0; index < 7; index++) {
    turns.take(() => {
      clock += 4
      done.push(index)
    })
  }
  expect(done).toEqual([0, 1, 2])
  vi.runOnlyPendingTimers()
  expect(done).toEqual([0, 1, 2, 3, 4, 5])
  vi.runOnlyPendingTimers()
  expect(done).toEqual([0, 1, 2, 3, 4, 5, 6])
})

test('work that was taken back is not done', () => {
  let clock = 0
  const done: string[] = []
  const turns = new Turns(() => clock)
  turns.take(() => (clock += 100))
  const takeBack = turns.take(() => done.push('taken back'))
  turns.take(() => done.push('kept'))
  takeBack()
  vi.runAllTimers()
  expect(done).toEqual(['kept'])
})
