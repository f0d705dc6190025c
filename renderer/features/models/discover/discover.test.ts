import { describe, expect, it } from 'vitest'
import { scriptedCuratedList } from '@renderer/testing/scripted-hub.ts'
import { ofKind } from './curated-list.tsx'
import { withoutFrontMatter } from './readme.tsx'

describe('the starting list', () => {
  it('is whole without a kind, and has only what is of one', () => {
    const list = scriptedCuratedList()
    expect(ofKind(list, null)).toBe(list)
    const code = ofKind(list, 'code')
    expect(code.length).toBeGreaterThan(0)
    expect(code.length).toBeLessThan(list.length)
    expect(code.every(({ kinds }) => kinds.includes('code'))).toBe(true)
  })
})

describe('a description', () => {
  it('is shown without the head that is for machines', () => {
    expect(withoutFrontMatter('---\nlicense: mit\ntags:\n- a\n---\n# Title')).toBe('# Title')
    expect(withoutFrontMatter('\uFEFF---\r\na: b\r\n---\r\ntext')).toBe('text')
  })

  it('keeps a line that only looks like one', () => {
    for (const text of ['# Title\n\n---\n\ntext\n\n---\n', '---', 'text', ''])
      expect(withoutFrontMatter(text)).toBe(text)
  })
})
