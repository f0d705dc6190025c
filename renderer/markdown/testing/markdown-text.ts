import fc from 'fast-check'

/** A word that can be found again. */
const word = fc.nat({ max: 999 }).map((number) => `w${number}`)
const words = fc.array(word, { minLength: 1, maxLength: 6 }).map((list) => list.join(' '))

/** Marks that begin, end or interrupt something. */
const mark = fc.constantFrom(
  ...'** * _ ~~ ` `` [ ]( ) ![ < > | \\ $ $$ \\( \\) \\[ \\] &amp; &#x3c; <b> </b> שלום 漢字 👍🏽'.split(' '),
  ...'\t,  ,\u0000,\u202E,\r'.split(','),
)

const inline = fc.array(fc.oneof(words, mark), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''))

const lineStart = fc.constantFrom(
  ...',,,  ,    ,\t,# ,## ,> ,> - ,- ,* ,+ ,1. ,2) ,  - ,   1. ,- - ,- [ ] ,- [x] '.split(','),
  ...'```,```ts,~~~,````,$$,\\[,---,***,===,| ,|---|---|,|:-|-:|'.split(','),
)

const line = fc.tuple(lineStart, fc.oneof(inline, fc.constant(''))).map(([start, rest]) => start + rest)

/** A text as a model could write it, or someone who means harm. */
export const markdownText = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\n', '\n\n', '\n\n\n', '\r\n')), { maxLength: 30 })
  .map((lines) => lines.map(([text, end]) => text + end).join(''))
  .chain((text) => fc.constantFrom(text, text.trimEnd()))
