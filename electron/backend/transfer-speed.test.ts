import { expect, test } from 'vitest'
import { standingStill, TransferSpeed } from './transfer-speed.ts'

/** A tenth of a second's bytes at a time, up to so many seconds. */
function steady(bytesPerSecond: number, seconds: number): TransferSpeed {
  const speed = new TransferSpeed()
  for (let tenth = 0; tenth <= seconds * 10; tenth++) speed.add(bytesPerSecond / 10, tenth * 100)
  return speed
}

test('a steady stream has its speed, and what is left its time', () => {
  const { bytesPerSecond, secondsLeft } = steady(50e6, 30).pace(1e9, 30_000)
  expect(bytesPerSecond).toBeGreaterThan(49e6)
  expect(bytesPerSecond).toBeLessThan(52e6)
  expect(secondsLeft).toBe(20)
})

test('nothing is said before anything is known', () => {
  expect(new TransferSpeed().pace(1e9, 1000)).toEqual(standingStill)
  expect(steady(50e6, 0.5).pace(1e9, 500)).toEqual(standingStill)
})

test('what comes no more becomes slow, and no time is foretold of what stands still', () => {
  const speed = steady(50e6, 10)
  expect(speed.pace(1e9, 15_000).bytesPerSecond).toBeLessThan(25e6)
  expect(speed.pace(1e9, 300_000)).toEqual({ bytesPerSecond: 0, secondsLeft: null })
})
