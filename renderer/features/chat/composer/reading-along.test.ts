import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ReadingAlong } from './reading-along.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function readings() {
  const read: { at: number; rests: boolean }[] = []
  const began = performance.now()
  const along = new ReadingAlong((rests) => read.push({ at: performance.now() - began, rests }))
  return { read, along }
}

/** Keys at the same distance from one another (ms). */
function type(along: ReadingAlong, keys: number, everyMs: number): void {
  for (let key = 0; key < keys; key++) {
    if (key > 0) vi.advanceTimersByTime(everyMs)
    along.changed()
  }
}

test('the first key is read at once, further ones now and then, the last when typing rests', () => {
  const { read, along } = readings()
  type(along, 10, 40)
  vi.advanceTimersByTime(5000)
  expect(read).toEqual([
    { at: 0, rests: false },
    { at: 150, rests: false },
    { at: 300, rests: false },
    { at: 420, rests: true },
  ])
})

test('what was typed slowly is read at every key, as if it were all', () => {
  const { read, along } = readings()
  type(along, 3, 200)
  vi.advanceTimersByTime(5000)
  expect(read.filter(({ rests }) => rests).map(({ at }) => at)).toEqual([60, 260, 460])
})

test('what is sent is not read any more', () => {
  const { read, along } = readings()
  along.changed()
  along.stop()
  vi.advanceTimersByTime(5000)
  expect(read).toEqual([])
  along.changed()
  vi.advanceTimersByTime(0)
  expect(read).toHaveLength(1)
})
