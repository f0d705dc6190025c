import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maxLength, maxLine, maxUnits } from './blocks.ts'
import { groupsOf, itemsOf } from './grouped.ts'
import type { MarkdownDocument, Segment } from './segment.ts'
import { Splitter, splitMarkdown } from './splitter.ts'
import { markdownText } from './testing/markdown-text.ts'

const segmentsOf = (document: MarkdownDocument): Segment[] => itemsOf(document.segments)
const kindsOf = (text: string): string[] => segmentsOf(splitMarkdown(text)).map(({ kind }) => kind)

/** A text and where it is cut. */
const cutText = markdownText.chain((text) =>
  fc.tuple(
    fc.constant(text),
    fc.array(fc.nat({ max: text.length }), { maxLength: 40 }).map((cuts) => cuts.toSorted((a, b) => a - b)),
  ),
)

function piecesOf(text: string, cuts: readonly number[]): string[] {
  return [0, ...cuts].map((cut, index) => text.slice(cut, cuts[index]))
}

/** All that a document shows, as it was written. */
function sourceOf(document: MarkdownDocument): string {
  return segmentsOf(document)
    .map((segment) => {
      switch (segment.kind) {
        case 'flow':
          return segment.text
        case 'code':
          return `${segment.info}\n${itemsOf(segment.lines).join('')}`
        case 'math':
          return segment.tex
        case 'list':
          return itemsOf(segment.items).join('\n')
        case 'table':
          return [segment.head, ...itemsOf(segment.rows)].join('\n')
        case 'plain':
          return itemsOf(segment.pieces).join('')
      }
    })
    .join('\n')
}

const wordsOf = (text: string): string[] => text.match(/w\d+/g) ?? []

describe('however a text is cut', () => {
  test('the finished document is that of the whole', () => {
    fc.assert(
      fc.property(cutText, ([text, cuts]) => {
        const splitter = new Splitter()
        for (const piece of piecesOf(text, cuts)) {
          splitter.push(piece)
          splitter.document()
        }
        expect(splitter.finished()).toEqual(splitMarkdown(text))
      }),
      { numRuns: 400 },
    )
  })

  test('every word that was written is in it, in its order', () => {
    fc.assert(
      fc.property(markdownText, (text) => {
        expect(wordsOf(sourceOf(splitMarkdown(text)))).toEqual(wordsOf(text))
      }),
      { numRuns: 400 },
    )
  })

  test('what was finished once is never touched again', () => {
    fc.assert(
      fc.property(markdownText, (text) => {
        const splitter = new Splitter()
        let before: Segment[] = []
        for (const line of text.split(/(?<=\n)/)) {
          splitter.push(line)
          const now = segmentsOf(splitter.document())
          const finished = before.slice(0, -1)
          expect(finished.filter((segment, index) => now[index] !== segment)).toEqual([])
          before = line.endsWith('\n') ? now : []
        }
      }),
      { numRuns: 300 },
    )
  })
})

/** Objects of a document: groups, segments, and the groups within segments. */
function objectsOf(document: MarkdownDocument): Set<unknown> {
  const objects = new Set<unknown>(groupsOf(document.segments))
  for (const segment of segmentsOf(document)) {
    objects.add(segment)
    if (segment.kind === 'code') for (const group of groupsOf(segment.lines)) objects.add(group)
    if (segment.kind === 'list') for (const group of groupsOf(segment.items)) objects.add(group)
    if (segment.kind === 'table') for (const group of groupsOf(segment.rows)) objects.add(group)
  }
  return objects
}

describe('a delta makes the same few objects new, late in a text as early', () => {
  const block = (index: number): string =>
    `Paragraph ${index} with **bold**.\n\n\`\`\`ts\nconst x${index} = 1\n\`\`\`\n\n`
  test.each([
    ['blocks', Array.from({ length: 150 }, (_, index) => block(index)).join('')],
    ['one code', `\`\`\`ts\n${'const a = 1\n'.repeat(2000)}`],
    ['one list', '- an item with **bold**\n'.repeat(1500)],
    ['one table', `| a | b |\n|---|---|\n${'| c | d |\n'.repeat(1500)}`],
  ])('%s', (_name, text) => {
    const splitter = new Splitter()
    let known = new Set<unknown>()
    let most = 0
    for (let at = 0; at < text.length; at += 4) {
      splitter.push(text.slice(at, at + 4))
      const now = objectsOf(splitter.document())
      most = Math.max(most, [...now].filter((object) => !known.has(object)).length)
      known = now
    }
    expect(most).toBeLessThanOrEqual(6)
  })
})

describe('what a text is cut into', () => {
  test('each kind of block', () => {
    const text = [
      '# Heading',
      'Paragraph\nof two lines',
      '```ts\ncode\n\n# no heading\n```',
      '$$\nx^2\n$$',
      '\\[ y \\]',
      '- one\n- two\n  - nested',
      '3. three\n4. four',
      '| a | b |\n|---|:-:|\n| 1 | 2 |',
      '> quote',
      '---',
    ].join('\n\n')
    expect(kindsOf(text)).toEqual(['flow', 'flow', 'code', 'math', 'math', 'list', 'list', 'table', 'flow', 'flow'])
  })

  test('code keeps what looks like markdown, a longer fence holds a shorter one', () => {
    const document = splitMarkdown('````md\n```\n**x**\n```\n````\n')
    expect(segmentsOf(document)).toHaveLength(1)
    expect(sourceOf(document)).toBe('md\n```\n**x**\n```\n')
  })

  test('an end of the code that is not complete yet is not shown as code', () => {
    const splitter = new Splitter()
    splitter.push('```ts\nlet a\n``')
    expect(sourceOf(splitter.document())).toBe('ts\nlet a\n')
  })

  test('dollars that nothing closes are no math', () => {
    expect(segmentsOf(splitMarkdown('$$ is my process\n\nnext'))).toEqual([
      { kind: 'flow', text: '\\$\\$ is my process' },
      { kind: 'flow', text: 'next' },
    ])
  })

  test('Windows line ends are line ends', () => {
    expect(splitMarkdown('a\r\n\r\n- b\r\n- c\r\n')).toEqual(splitMarkdown('a\n\n- b\n- c\n'))
  })
})

describe('what would stall the page is plain text', () => {
  test.each([
    ['a line without an end', 'x'.repeat(maxLine * 3)],
    ['brackets', '['.repeat(5000)],
    ['emphasis', '*a **b '.repeat(2000)],
    ['math that never ends', '\\(a '.repeat(3000)],
    ['hard breaks', 'a  \n'.repeat(5000)],
    ['nested quotes', '>'.repeat(500)],
    ['nested lists', `${'- '.repeat(500)}a`],
    ['one row of a table', `| a | b |\n|---|---|\n| ${'[`*'.repeat(1000)} |`],
  ])('%s', (_name, text) => {
    expect(kindsOf(text)).toContain('plain')
  })

  test('a table of more columns than can be read is none', () => {
    expect(kindsOf(`${'|a'.repeat(200)}|\n${'|-'.repeat(200)}|`)).toEqual(['flow'])
  })

  test('blank lines within a list or code by indent do not add up', () => {
    const text = `- a${'\n'.repeat(20_000)}  b\n\n    c${'\n'.repeat(20_000)}    d`
    expect(wordsIn(text)).toEqual(['a', 'b', 'c', 'd'])
  })

  test('the rest behind very many pieces or characters', () => {
    expect(kindsOf('- a\n'.repeat(maxUnits + 500)).at(-1)).toBe('plain')
    expect(kindsOf('word word word\n\n'.repeat(maxLength / 10)).at(-1)).toBe('plain')
  })

  test('formatting goes on behind it', () => {
    expect(kindsOf(`${'['.repeat(5000)}\n\n# Heading`)).toEqual(['plain', 'flow'])
  })
})

function wordsIn(text: string): string[] {
  return sourceOf(splitMarkdown(text)).match(/\w+/g) ?? []
}
