import { expect, test } from 'vitest'
import { ComposerField, joined } from './composer-field.ts'

const novel = 'It was the best of times, it was the worst of times.\n'.repeat(2000)

test('what is held aside comes after what was typed', () => {
  expect(joined('Summarise this:  ', 'a book')).toBe('Summarise this:\n\na book')
  expect(joined('  ', 'a book')).toBe('a book')
  expect(joined('typed ', '')).toBe('typed')
})

test('only a very long text is taken aside, and it is sent whole', () => {
  const field = new ComposerField()
  expect(field.takeAside('a few words')).toBe(false)
  expect(field.takeAside(novel)).toBe(true)
  expect(field.text()).toBe(novel)
  expect(field.state()).toEqual({ hasText: true, tall: false, asideLength: novel.length })
  field.dropAside()
  expect(field.state()).toEqual({ hasText: false, tall: false, asideLength: 0 })
})

test('a draft as long as a book comes back whole, and goes with an empty text', () => {
  const field = new ComposerField()
  field.setText(novel)
  expect(field.text()).toBe(novel)
  field.setText('')
  expect(field.text()).toBe('')
})

test('those who show it are told only of what they show', () => {
  const field = new ComposerField()
  let told = 0
  field.subscribe(() => (told += 1))
  field.takeAside(novel)
  field.look()
  expect(told).toBe(1)
})
