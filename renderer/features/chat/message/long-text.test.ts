import { expect, test } from 'vitest'
import { foldedText, inPieces } from './long-text.ts'

test('ordinary texts are shown whole', () => {
  expect(foldedText('a line\n'.repeat(20))).toBeNull()
})

test('long texts and texts of many lines are folded to their beginning', () => {
  const long = 'word '.repeat(2000)
  const folded = foldedText(long)
  expect(folded && long.startsWith(folded)).toBe(true)
  expect(folded?.length).toBeLessThan(1300)
  expect(folded?.endsWith(' word')).toBe(true)
  expect(foldedText('a longer word '.repeat(1000))).toMatch(/ (?:a|longer|word)$/)
  expect(foldedText('字'.repeat(10_000))).toHaveLength(1200)
  expect(foldedText('x\n'.repeat(100))?.split('\n')).toHaveLength(16)
})

test('the pieces of a text are the text', () => {
  const lines = 'A line of about forty characters, no more.\n'.repeat(5000)
  expect(inPieces(lines).join('')).toBe(lines)
  expect(
    inPieces(lines)
      .slice(0, -1)
      .every((piece) => piece.endsWith('\n')),
  ).toBe(true)
  const unbroken = 'x'.repeat(100_000)
  expect(inPieces(unbroken).join('')).toBe(unbroken)
  expect(inPieces(unbroken).length).toBeGreaterThan(5)
})
