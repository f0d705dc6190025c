import { expect, test } from 'vitest'
import { monthName } from './use-group-label.ts'

test('months are named as each language writes them, with their year where it is another', () => {
  const october = { month: 9, year: 2025 }
  expect(monthName(october, 2025, 'en')).toBe('October')
  expect(monthName(october, 2026, 'en')).toBe('October 2025')
  expect(monthName(october, 2025, 'zh-CN')).toBe('10 月')
  expect(monthName(october, 2026, 'zh-CN')).toBe('2025 年 10 月')
})
