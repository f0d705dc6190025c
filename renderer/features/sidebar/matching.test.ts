import { describe, expect, it } from 'vitest'
import { matching } from './matching.ts'

const titles = ['Letter to the landlord', 'Rate limiting', '给房东的信', 'Über Öfen']
const list = titles.map((title, index) => ({ id: `c${index}`, title, updatedAt: index, generating: false }))
const found = (query: string): string[] => matching(list, query).map(({ title }) => title)

describe('a search by title', () => {
  it('finds every word, in any order and any case', () => {
    expect(found('LANDLORD letter')).toEqual(['Letter to the landlord'])
    expect(found('landlord rate')).toEqual([])
  })

  it('finds parts of words, and words without spaces between them', () => {
    expect(found('limit')).toEqual(['Rate limiting'])
    expect(found('房东')).toEqual(['给房东的信'])
    expect(found('über öf')).toEqual(['Über Öfen'])
  })

  it('takes signs as what they are', () => {
    expect(found('.*')).toEqual([])
  })

  it('for nothing is the list itself', () => {
    expect(matching(list, '  ')).toBe(list)
  })
})
