import { describe, expect, it } from 'vitest'
import { withConversation, withoutConversation } from './conversations.ts'

const conversation = (id: string, updatedAt: number) => ({ id, title: id, updatedAt, generating: false })
const list = [conversation('a', 30), conversation('b', 20), conversation('c', 10)]
const ids = (some: readonly { id: string }[]): string => some.map(({ id }) => id).join('')

describe('the list of conversations', () => {
  it('keeps the last used first when one is used again', () => {
    expect(ids(withConversation(list, conversation('c', 40)))).toBe('cab')
    expect(ids(withConversation(list, conversation('c', 25)))).toBe('acb')
  })

  it('takes a new one and a restored one at its place', () => {
    expect(ids(withConversation(list, conversation('n', 50)))).toBe('nabc')
    expect(ids(withConversation(list, conversation('r', 15)))).toBe('abrc')
    expect(ids(withConversation(list, conversation('o', 1)))).toBe('abco')
    expect(ids(withConversation([], conversation('n', 1)))).toBe('n')
  })

  it('holds no more of a conversation than its row shows', () => {
    const whole = { ...conversation('a', 1), createdAt: 1, modelId: null, systemPrompt: 'long', sampling: {} }
    expect(Object.keys(withConversation([], whole)[0] ?? {}).toSorted()).toEqual([
      'generating',
      'id',
      'title',
      'updatedAt',
    ])
  })

  it('is the same list when what is to go is not there', () => {
    expect(withoutConversation(list, 'x')).toBe(list)
    expect(ids(withoutConversation(list, 'b'))).toBe('ac')
  })
})
