import { describe, expect, it } from 'vitest'
import { contextSizes, pagesOf } from './context-sizes.ts'

describe('the sizes that are offered', () => {
  it('are no larger than the model was trained for', () => {
    expect(contextSizes(8192)).toEqual([2048, 4096, 8192])
    expect(contextSizes(2048)).toEqual([2048])
    expect(contextSizes(512)).toEqual([])
  })

  it('are four at most, of those that memory often allows', () => {
    expect(contextSizes(131_072)).toEqual([4096, 8192, 16_384, 32_768])
    expect(contextSizes(null)).toEqual([4096, 8192, 16_384, 32_768])
  })
})

describe('pages', () => {
  it('are about what so many tokens fill', () => {
    expect(pagesOf(8192)).toBe(12)
    expect(pagesOf(256)).toBe(1)
  })
})
