import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import Markdown from 'react-markdown'
import { expect, test } from 'vitest'
import { elements } from './elements.tsx'
import { proseOf } from './prose.ts'
import { remarkPlugins } from './syntax.ts'
import { markdownText } from './testing/markdown-text.ts'

const parsed = (text: string): string =>
  renderToStaticMarkup(
    <Markdown remarkPlugins={remarkPlugins} components={elements}>
      {text}
    </Markdown>,
  )
const plain = (pieces: readonly string[]): string => renderToStaticMarkup(<p dir="auto">{pieces}</p>)

test('what is taken for prose is what the parser makes of it', () => {
  const word = fc.constantFrom(
    'Once',
    ' ',
    '  ',
    '\u00a0',
    '\u3000',
    '\u2028',
    'a',
    'naïve',
    '海边',
    '，',
    '。',
    "don't",
    '1.',
    '-',
    '#',
    '+',
    '=',
    '!',
    ':',
    '(so)',
    '%',
    '“',
    '”',
    '—',
  )
  const text = fc.oneof(
    fc.array(word, { maxLength: 60 }).map((words) => words.join('')),
    fc.string({ unit: 'grapheme' }),
    markdownText,
  )
  let prose = 0
  fc.assert(
    fc.property(text, (written) => {
      const pieces = proseOf(written)
      if (!pieces) return
      prose += 1
      expect(plain(pieces)).toBe(parsed(written))
    }),
    { numRuns: 1000 },
  )
  expect(prose).toBeGreaterThan(50)
})

test('a growing paragraph keeps the pieces that are full', () => {
  const text = 'The keeper climbed the narrow stairs, lamp in hand, and counted the waves. '.repeat(20)
  const full = (length: number): readonly string[] => proseOf(text.slice(0, length))?.slice(0, -1) ?? []
  for (let length = 1; length < text.length; length++)
    expect(full(length + 1).slice(0, full(length).length)).toEqual(full(length))
  expect(proseOf(text)?.length).toBeGreaterThan(10)
})

test.each([
  'Read *this*',
  'See www.example.org',
  'At https://example.org',
  'a\nb',
  '1. One',
  '- one',
  'x & y',
  'Tom <b>',
  '$5',
  '',
])('the parser gets %j', (text) => expect(proseOf(text)).toBeNull())
