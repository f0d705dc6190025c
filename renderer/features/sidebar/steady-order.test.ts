import { describe, expect, it } from 'vitest'
import { steadyOrder } from './steady-order.ts'

const conversation = (id: string, updatedAt: number, title = id) => ({ id, title, updatedAt, generating: false })
const shown = [conversation('a', 30), conversation('b', 20), conversation('c', 10)]
const ids = (list: readonly { id: string }[]): string => list.map(({ id }) => id).join('')

describe('the order under the pointer', () => {
  it('stays when a conversation is used, which stays under its day too', () => {
    const steady = steadyOrder(shown, [conversation('c', 40), conversation('a', 30), conversation('b', 20)])
    expect(ids(steady)).toBe('abc')
    expect(steady.at(-1)?.updatedAt).toBe(10)
  })

  it('shows at once what changed about a conversation', () => {
    expect(steadyOrder(shown, [conversation('a', 30, 'renamed'), ...shown.slice(1)])[0]?.title).toBe('renamed')
  })

  it('takes new ones on top and lets go what is gone', () => {
    expect(ids(steadyOrder(shown, [conversation('n', 50), conversation('a', 30), conversation('c', 10)]))).toBe('nac')
  })

  it('puts one that comes back where it was', () => {
    const without = shown.filter(({ id }) => id !== 'b')
    expect(ids(steadyOrder(without, shown))).toBe('abc')
    expect(ids(steadyOrder(shown.slice(0, 2), shown))).toBe('abc')
  })
})
