import { describe, expect, it } from 'vitest'
import { formatsFor } from './format.ts'

const english = formatsFor('en')
const chinese = formatsFor('zh-CN')
/** Spaces that do not break a line, made visible as ordinary ones. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [-5, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [98_362_432, '98 MB'],
    [1_400_000, '1.4 MB'],
    [999_499_999, '999 MB'],
    [999_500_000, '1 GB'],
    [2_497_281_312, '2.5 GB'],
    [16_000_000_000, '16 GB'],
    [99_960_000_000, '100 GB'],
    [3e15, '3,000 TB'],
  ])('of %d bytes are %s', (bytes, text) => {
    expect(plain(english.bytes(bytes))).toBe(text)
  })

  it('are written the same in Chinese', () => {
    expect(plain(chinese.bytes(2_497_281_312))).toBe('2.5 GB')
  })

  it.each([
    [3.4e9, 16e9, '3.4'],
    [3e9, 25.3e9, '3.0'],
    [0, 16e9, '0'],
    [44.8e9, 16e9, '44.8'],
    [4e8, 16e9, '0.4'],
    [5e7, 16e9, '0.05'],
    [123e9, 16e9, '123'],
    [5e8, 8e8, '500'],
    [5e6, 9e6, '5'],
  ])('of %d bytes within %d take its unit: %s', (bytes, whole, text) => {
    expect(english.bytesOf(bytes, whole)).toBe(text)
  })
})

describe('numbers', () => {
  it('are grouped, with the decimals that are asked for', () => {
    expect(english.number(134_515_008)).toBe('134,515,008')
    expect(english.number(0.2, 2)).toBe('0.20')
    expect(english.number(1.005, 0)).toBe('1')
  })

  it('are shortened as each language does', () => {
    expect(english.compact(134_515_008)).toBe('135M')
    expect(english.compact(4_022_468_096)).toBe('4.02B')
    expect(plain(chinese.compact(134_515_008))).toBe('1.35 亿')
    expect(chinese.compact(5000)).toBe('5,000')
  })

  it('of a context are its usual names', () => {
    expect([512, 1024, 8192, 131_072].map(english.context)).toEqual(['512', '1k', '8k', '128k'])
  })

  it('as shares are rounded to whole percents', () => {
    expect(plain(english.percent(0.426))).toBe('43 %')
    expect(chinese.percent(0.426)).toBe('43%')
  })
})

describe('times', () => {
  const at = new Date(2026, 2, 3, 14, 2).getTime()

  it('are of 24 hours, also at midnight', () => {
    expect(english.time(at)).toBe('14:02')
    expect(english.time(new Date(2026, 2, 3, 0, 5).getTime())).toBe('00:05')
  })

  it('name the day in full', () => {
    expect(english.date(at)).toBe('3 March 2026')
    expect(chinese.date(at)).toBe('2026年3月3日')
  })

  it('are the same day to everybody in a table, too', () => {
    expect(plain(english.moment(at))).toBe('3 Mar 2026, 14:02:00')
    expect(chinese.moment(at)).toBe('2026/3/3 14:02:00')
  })
})

describe('sentences', () => {
  it('are parted by a space only where the language has one', () => {
    expect(english.sentences('One.', null, undefined, false, '', 'Two.')).toBe('One. Two.')
    expect(chinese.sentences('一。', null, '二。')).toBe('一。二。')
  })
})

describe('words one after another', () => {
  it('are parted by the comma that the language has for it', () => {
    expect(english.list(['code', 'reasoning'])).toBe('code, reasoning')
    expect(chinese.list(['代码', '推理'])).toBe('代码、推理')
  })
})
