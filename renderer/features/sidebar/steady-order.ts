import type { ConversationSummary } from '@contract/conversation.ts'

/**
 * The present list in the order in which it is shown: what is known stays where it is and under its day, what is new comes on
 * top, what comes back is put among what is as old, what is gone goes.
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
  return added.reduceRight<readonly ConversationSummary[]>(putAmong, kept)
}

/** The list with one more, before the first that was used earlier. */
function putAmong(
  list: readonly ConversationSummary[],
  conversation: ConversationSummary,
): readonly ConversationSummary[] {
  const index = list.findIndex(({ updatedAt }) => updatedAt <= conversation.updatedAt)
  return list.toSpliced(index === -1 ? list.length : index, 0, conversation)
}
