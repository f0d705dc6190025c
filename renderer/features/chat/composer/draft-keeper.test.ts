import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DraftKeeper } from './draft-keeper.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function keeper() {
  const saved: [string | null, string][] = []
  const extended: [string | null, string][] = []
  const earlier = Promise.withResolvers<string>()
  const drafts = new DraftKeeper({
    read: () => earlier.promise,
    save: (of, text) => saved.push([of, text]),
    extend: (of, typed) => extended.push([of, typed]),
  })
  return { saved, extended, drafts, earlier }
}

test('a pause in the typing stores the last text once', () => {
  const { drafts, saved } = keeper()
  drafts.changed('c', 'H')
  vi.advanceTimersByTime(300)
  drafts.changed('c', 'Hi')
  vi.advanceTimersByTime(300)
  expect(saved).toEqual([])
  vi.advanceTimersByTime(200)
  expect(saved).toEqual([['c', 'Hi']])
  vi.advanceTimersByTime(5000)
  expect(saved).toHaveLength(1)
})

test('leaving stores at once, and only what is not stored', () => {
  const { drafts, saved } = keeper()
  drafts.changed(null, 'Hello')
  drafts.flush()
  drafts.flush()
  expect(saved).toEqual([[null, 'Hello']])
})

test('the draft of one conversation is stored before another is written on', () => {
  const { drafts, saved } = keeper()
  drafts.changed('a', 'one')
  drafts.changed('b', 'two')
  expect(saved).toEqual([['a', 'one']])
  drafts.flush()
  expect(saved).toEqual([
    ['a', 'one'],
    ['b', 'two'],
  ])
})

test('what was sent is not stored any more', () => {
  const { drafts, saved } = keeper()
  drafts.changed('a', 'one')
  drafts.forget()
  vi.advanceTimersByTime(5000)
  drafts.flush()
  expect(saved).toEqual([])
})

test('what was typed before the earlier draft came is put below it, and nothing is stored until then', async () => {
  const { drafts, saved, earlier } = keeper()
  const { whole } = drafts.restore('a')
  drafts.changed('a', 'typed')
  vi.advanceTimersByTime(5000)
  drafts.flush()
  expect(saved).toEqual([])
  earlier.resolve('stored ')
  expect(await whole).toBe('stored\n\ntyped')
  drafts.flush()
  expect(saved).toEqual([['a', 'stored\n\ntyped']])
})

test.each([
  { stored: '', typed: 'typed ', whole: 'typed ' },
  { stored: 'stored ', typed: ' ', whole: 'stored ' },
  { stored: '', typed: '', whole: '' },
])('$stored and $typed are $whole', async ({ stored, typed, whole }) => {
  const { drafts, earlier } = keeper()
  const begun = drafts.restore(null)
  drafts.changed(null, typed)
  earlier.resolve(stored)
  expect(await begun.whole).toBe(whole)
})

test('an earlier draft alone is not stored again', async () => {
  const { drafts, saved, earlier } = keeper()
  drafts.restore('a')
  earlier.resolve('stored')
  await drafts.restored('a')
  drafts.flush()
  expect(saved).toEqual([])
})

test('what was typed too early outlasts that another conversation is shown', async () => {
  const { drafts, saved, earlier } = keeper()
  drafts.restore('a')
  drafts.changed('a', 'typed')
  drafts.flush()
  const again = drafts.restore('a')
  expect(again.typed).toBe('typed')
  earlier.resolve('stored')
  await again.whole
  vi.advanceTimersByTime(5000)
  expect(saved).toEqual([['a', 'stored\n\ntyped']])
})

test('what was typed before the earlier draft came is put behind it when the page goes away', async () => {
  const { drafts, saved, extended, earlier } = keeper()
  const { whole } = drafts.restore('a')
  drafts.restore(null)
  drafts.changed('a', 'typed')
  drafts.leave()
  expect(extended).toEqual([['a', 'typed']])
  earlier.resolve('stored')
  await whole
  drafts.leave()
  expect(extended).toHaveLength(1)
  expect(saved).toEqual([])
})

test('a page that goes away stores what was typed since the last pause', () => {
  const { drafts, saved, extended } = keeper()
  drafts.changed('a', 'typed')
  drafts.leave()
  expect(saved).toEqual([['a', 'typed']])
  expect(extended).toEqual([])
})
