import { expect, test } from 'vitest'
import { inCachedTokens } from './same-text.ts'

/** Tokens are their bytes here; those in angle brackets are control tokens. */
function merged(wanted: string[], cached: string[]): string[] {
  return inCachedTokens(wanted, cached, {
    textOf: (tokens) => Buffer.from(tokens.join(''), 'latin1').toString('utf8'),
    isControl: (token) => /^<.>$/.test(token),
  })
}

test('without a difference, the wanted tokens stay as they are', () => {
  expect(merged(['<s>', 'a', 'b'], [])).toEqual(['<s>', 'a', 'b'])
  expect(merged(['<s>', 'a', 'b', 'c'], ['<s>', 'a'])).toEqual(['<s>', 'a', 'b', 'c'])
  expect(merged(['<s>', 'a'], ['<s>', 'a', 'b', 'c'])).toEqual(['<s>', 'a'])
})

test('the same text in other tokens is taken from the cache, in both directions and more than once', () => {
  expect(merged(['<s>', 'abc', '<e>', 'a'], ['<s>', 'a', 'bc', '<e>'])).toEqual(['<s>', 'a', 'bc', '<e>', 'a'])
  expect(merged(['a', 'b', 'c', '<e>', 'ab', 'c'], ['abc', '<e>', 'a', 'bc', '<s>'])).toEqual(['abc', '<e>', 'a', 'bc'])
})

test('other text ends what is taken', () => {
  expect(merged(['abc', 'a', '<e>'], ['a', 'bc', 'b', '<e>'])).toEqual(['a', 'bc', 'a', '<e>'])
})

test('a cache that ends within a word is not taken for the whole word', () => {
  expect(merged(['abc', '<e>'], ['ab'])).toEqual(['abc', '<e>'])
})

test('a character that is split into bytes is compared as a whole', () => {
  expect(merged(['\xc3\xa9', 'a', '<e>'], ['\xc3', '\xa9', 'a'])).toEqual(['\xc3', '\xa9', 'a', '<e>'])
  expect(merged(['\xc3\xa9', '<e>'], ['\xc3'])).toEqual(['\xc3\xa9', '<e>'])
})

test('a control token is never the same as text that looks like it', () => {
  expect(merged(['<e', '>', 'a'], ['<e>', 'a'])).toEqual(['<e', '>', 'a'])
  expect(merged(['<e>', 'a'], ['<e', '>', 'a'])).toEqual(['<e>', 'a'])
})
