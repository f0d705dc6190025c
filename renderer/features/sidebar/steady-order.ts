import type { ConversationSummary } from '@contract/conversation.ts'

/**
 * The present list in the order in which it is shown: what is known stays where it is and under its day, what is new comes on
 * top, what is gone goes.
 */
export function steadyOrder(
  shown: readonly ConversationSummary[],
  list: readonly ConversationSummary[],
): readonly ConversationSummary[] {
  const present = new Map(list.map((conversation) => [conversation.id, conversation]))
  const known = new Set(shown.map(({ id }) => id))
  const added = list.filter(({ id }) => !known.has(id))
  const kept = shown.flatMap(({ id, updatedAt }) => {
    const conversation = present.get(id)
    return conversation ? [{ ...conversation, updatedAt }] : []
  })
  return [...added, ...kept]
}
