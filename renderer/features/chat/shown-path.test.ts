import { expect, test } from 'vitest'
import { firstShown } from './shown-path.ts'

test('a short conversation is all there', () => {
  expect(firstShown(12, 12, 30)).toBe(0)
})

test('of a long one the end is there, and what is written from then on', () => {
  expect(firstShown(2000, 2000, 30)).toBe(1970)
  expect(firstShown(2040, 2000, 30)).toBe(1970)
})

test('going up brings the rest', () => {
  expect(firstShown(2000, 2000, 60)).toBe(1940)
  expect(firstShown(2000, 2000, 3840)).toBe(0)
})

test('a branch that is shorter still shows its end', () => {
  expect(firstShown(500, 2000, 30)).toBe(470)
  expect(firstShown(10, 2000, 30)).toBe(0)
})
