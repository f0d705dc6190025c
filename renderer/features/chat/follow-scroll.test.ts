import { expect, test } from 'vitest'
import { followsAfterScroll } from './follow-scroll.ts'

const place = (top: number, height = 2000) => ({ top, height, viewport: 500 })

test('scrolling up stops the following, however little', () => {
  expect(followsAfterScroll(true, place(1500), place(1490))).toBe(false)
  expect(followsAfterScroll(true, place(1500), place(300))).toBe(false)
})

test('coming back to the end follows again', () => {
  expect(followsAfterScroll(false, place(1300), place(1485))).toBe(true)
  expect(followsAfterScroll(false, place(1300), place(1400))).toBe(false)
})

test('what grows below is followed on', () => {
  expect(followsAfterScroll(true, place(1500), place(1500, 2100))).toBe(true)
})

test('what became shorter is not taken for scrolling up', () => {
  expect(followsAfterScroll(true, place(1500), place(1400, 1900))).toBe(true)
  expect(followsAfterScroll(true, place(1500), place(1395, 1900))).toBe(true)
})

test('being at the very end counts whichever way one came', () => {
  expect(followsAfterScroll(false, place(1500, 2000), place(1000, 1500))).toBe(true)
})

test('a window of another size is not taken for scrolling up', () => {
  expect(followsAfterScroll(true, place(1500), { top: 1400, height: 2300, viewport: 300 })).toBe(true)
})
