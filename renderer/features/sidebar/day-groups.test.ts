import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groupByDay, untilNextDay } from './day-groups.ts'

const zone = process.env['TZ']
beforeAll(() => {
  process.env['TZ'] = 'Europe/Berlin' // has summer time
})
afterAll(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

const hour = 3_600_000
const at = (text: string): number => new Date(text).getTime()

/** The groups that conversations of these times stand in, seen from `now`; months as `2026-9`. */
function groups(now: string, ...times: string[]): string[] {
  const list = times.map((time, index) => ({ id: `c${index}`, title: '', updatedAt: at(time), generating: false }))
  let heading = ''
  return groupByDay(list, at(now)).flatMap((item) => {
    if (item.type === 'conversation') return [heading]
    heading = item.group.kind === 'month' ? `${item.group.year}-${item.group.month + 1}` : item.group.kind
    return []
  })
}

describe('the days of the list', () => {
  it('change at midnight, not 24 hours later', () => {
    expect(groups('2026-11-24T00:00:01', '2026-11-24T00:00:00', '2026-11-23T23:59:59')).toEqual(['today', 'yesterday'])
    expect(groups('2026-11-24T23:59:59', '2026-11-24T00:00:00', '2026-11-23T00:00:00')).toEqual(['today', 'yesterday'])
  })

  it('are calendar days also when the clock is put forward or back', () => {
    // 29 March 2026 has 23 hours there, 25 October 25.
    expect(groups('2026-03-30T00:10', '2026-03-29T00:10', '2026-03-28T23:59')).toEqual(['yesterday', 'last-7-days'])
    expect(groups('2026-10-26T00:10', '2026-10-25T00:10', '2026-10-24T23:59')).toEqual(['yesterday', 'last-7-days'])
  })

  it('become weeks, then months, across the turn of the year', () => {
    const times = ['2027-01-02T12:00', '2026-12-31T12:00', '2026-12-10T12:00', '2026-11-20T12:00', '2025-11-20T12:00']
    expect(groups('2027-01-02T13:00', ...times)).toEqual(['today', 'last-7-days', 'last-30-days', '2026-11', '2025-11'])
  })

  it('include what comes from a clock that went ahead', () => {
    expect(groups('2026-11-24T12:00', '2026-11-25T12:00')).toEqual(['today'])
  })

  it('have one heading each, and the conversations their place in the whole list', () => {
    const list = ['2026-11-24T11:00', '2026-11-24T10:00', '2026-11-23T10:00'].map((time, index) => ({
      id: `c${index}`,
      title: '',
      updatedAt: at(time),
      generating: false,
    }))
    const items = groupByDay(list, at('2026-11-24T12:00'))
    expect(items.map(({ type }) => type)).toEqual(['group', 'conversation', 'conversation', 'group', 'conversation'])
    expect(items.flatMap((item) => (item.type === 'conversation' ? [item.position] : []))).toEqual([1, 2, 3])
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length)
  })
})

describe('the time until the days change', () => {
  it('is that until midnight', () => {
    expect(untilNextDay(at('2026-11-24T23:00'))).toBe(hour)
    expect(untilNextDay(at('2026-11-24T00:00'))).toBe(24 * hour)
  })

  it('follows the clock on days of 23 and 25 hours', () => {
    expect(untilNextDay(at('2026-03-29T00:00'))).toBe(23 * hour)
    expect(untilNextDay(at('2026-10-25T00:00'))).toBe(25 * hour)
  })
})
