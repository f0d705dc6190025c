import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstWords } from './first-words.ts'

test.each([
  ['How do I boil an egg?', 'How do I boil an egg?'],
  ['  spaces \n\n and\tlines  ', 'spaces and lines'],
  ['# Heading\n\nand **bold** or *slanted* and `code`', 'Heading and bold or slanted and code'],
  ['> quoted\n- one\n2. two', 'quoted one two'],
  ['Explain this:\n```js\nlet x = 1\n```\nplease', 'Explain this: please'],
  ['```\nonly code\n```', '``` only code ```'],
  ['See [the manual](https://example.org/a?b=c) and https://example.org/x', 'See the manual and'],
  ['https://example.org/only', 'https://example.org/only'],
  ['<div class="a">text</div> <br/> more', 'text more'],
  ['“quoted words”', 'quoted words'],
  ['What is 2*3*4 in snake__case__name?', 'What is 2*3*4 in snake__case__name?'],
  ['Is a<b and c>d, or Vec<String>?', 'Is a<b and c>d, or Vec<String>?'],
  ['Please explain to me in detail how a steam engine works', 'Please explain to me in detail how a steam…'],
  ['请用简单的话解释一下量子纠缠是什么', '请用简单的话解释一下量子纠缠是什么'],
  [
    '请用简单的话详细解释一下量子纠缠到底是什么意思，以及它为什么重要',
    '请用简单的话详细解释一下量子纠缠到底是什么意思…',
  ],
  ['Was\u202eist\u202c das\u200b?\u0007', 'Was ist das ?'],
  ['👨‍👩‍👧 family', '👨‍👩‍👧 family'],
  ['x'.repeat(100), `${'x'.repeat(48)}…`],
  ['\u200b\u202e \n', '…'],
  ['\u200d', '…'],
  ['', '…'],
])('the first words of %j', (text, title) => {
  expect(firstWords(text)).toBe(title)
})

test('of any text there is one readable line of bounded length, without what turns text around', () => {
  const markup = fc.constantFrom(
    '**',
    '`',
    '```',
    '~~~',
    '[',
    '](',
    ')',
    '<a ',
    '>',
    '\n',
    '# ',
    '- ',
    '_',
    '*',
    '\u202e',
    '\ud83d',
    '長',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(markup, fc.string()), { maxLength: 60 }).map((all) => all.join('')),
  )
  fc.assert(
    fc.property(text, (written) => {
      const title = firstWords(written)
      expect(title).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]|^\s|\s$/u)
      expect(title.length).toBeGreaterThan(0)
      expect(title.length).toBeLessThanOrEqual(201)
    }),
  )
})

test.each(['*', '`', '[', '<a ', '```\n', '\n', '"', '_a ', '> ', '!['])('many times %j takes no time', (piece) => {
  expect(firstWords(piece.repeat(4_000_000 / piece.length)).length).toBeLessThanOrEqual(201)
})
