import { expect, test } from 'vitest'
import { deltaInterval, Deltas } from './deltas.ts'

test('the first is sent at once, then what has come together or is as much as a page can take', () => {
  const sent: string[] = []
  const deltas = new Deltas(60_000, (_kind, text) => sent.push(text))
  deltas.add('text', 'a')
  expect(sent).toEqual(['a'])
  deltas.add('text', 'b'.repeat(300))
  expect(sent).toHaveLength(1)
  deltas.add('text', 'b'.repeat(100))
  expect(sent.at(-1)).toBe('b'.repeat(400))
  deltas.add('text', 'c')
  deltas.add('reasoning', 'd')
  expect(sent.at(-1)).toBe('c')
  deltas.flush()
  expect(sent.at(-1)).toBe('d')
})

test('the fewer cores do the work, the less often; never less often than text has to be stored', () => {
  expect([1, 2, 4, 8].map((cores) => deltaInterval(cores, 0))).toEqual([250, 250, 125, 33])
  expect(deltaInterval(2, 12)).toBe(33)
})
