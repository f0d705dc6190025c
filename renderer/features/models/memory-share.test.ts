import i18next from 'i18next'
import { beforeEach, expect, test } from 'vitest'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { estimateOf } from '@renderer/testing/scripted-data.ts'
import { formatsFor } from '@renderer/app/text/format.ts'
import { adviceOf, memoryShare } from './memory-share.ts'

const estimate = estimateOf(3e9, 0.4e9, 8192)

beforeEach(() => {
  openNodePage('en')
})

const shareOf = (graphics: typeof estimate.graphics): ReturnType<typeof memoryShare> =>
  memoryShare({ ...estimate, graphics }, i18next.getFixedT('en', 'models'), formatsFor('en'))

test('without graphics cards it is a part of the computer’s memory', () => {
  expect(shareOf(null)).toEqual({ wholeBytes: 16e9, text: '3.6 of 16\u00a0GB', onCards: null })
})

test('with one it is a part of both together, and says what of it lies there', () => {
  expect(shareOf({ bytes: 2.1e9, totalBytes: 8e9 })).toEqual({
    wholeBytes: 24e9,
    text: '3.6 of 24\u00a0GB',
    onCards: '2.1\u00a0GB on the graphics card',
  })
  expect(shareOf({ bytes: 0, totalBytes: 8e9 }).onCards).toBeNull()
})

test('closing programs is advised where it can help', () => {
  expect(adviceOf(estimateOf(3e9, 0.4e9, 8192))).toBeNull()
  expect(adviceOf(estimateOf(12e9, 2e9, 8192))).toBe('tight')
  expect(adviceOf(estimateOf(15e9, 4e9, 8192))).toBe('will-not-fit')
  const large = estimateOf(42e9, 2e9, 8192)
  expect(adviceOf(large)).toBe('larger-than-memory')
  expect(adviceOf({ ...large, graphics: { bytes: 40e9, totalBytes: 40e9 } })).toBe('will-not-fit')
})
