import type { ConversationSummary } from '@contract/conversation.ts'

/** The conversations whose title contains every word of the query, whatever its case. */
export function matching(list: readonly ConversationSummary[], query: string): readonly ConversationSummary[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return list
  return list.filter(({ title }) => {
    const lower = title.toLocaleLowerCase()
    return words.every((word) => lower.includes(word))
  })
}
