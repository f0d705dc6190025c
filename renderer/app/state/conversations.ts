import type { Conversation, ConversationSummary } from '@contract/conversation.ts'
import { create } from 'zustand'

interface Conversations {
  /** The last used first. */
  list: readonly ConversationSummary[]
  /** False until the list was read for the first time. */
  loaded: boolean
}

/** All conversations without their messages, kept true by the backend's events (`state/events.ts`). */
export const useConversations = create<Conversations>()(() => ({ list: [], loaded: false }))

function summaryOf({ id, title, updatedAt, generating }: ConversationSummary): ConversationSummary {
  return { id, title, updatedAt, generating }
}

/** The list with this conversation's present state at its place, the last used first. */
export function withConversation(
  list: readonly ConversationSummary[],
  changed: ConversationSummary,
): readonly ConversationSummary[] {
  const rest = list.filter(({ id }) => id !== changed.id)
  const after = rest.findIndex(({ updatedAt }) => updatedAt < changed.updatedAt)
  return rest.toSpliced(after === -1 ? rest.length : after, 0, summaryOf(changed))
}

/** The list without it; the same list if it was not there. */
export function withoutConversation(
  list: readonly ConversationSummary[],
  conversationId: string,
): readonly ConversationSummary[] {
  return list.some(({ id }) => id === conversationId) ? list.filter(({ id }) => id !== conversationId) : list
}

/** Replaces the list by what the backend answered. */
export function setConversations(list: readonly ConversationSummary[]): void {
  useConversations.setState({ list, loaded: true })
}

/** Puts a conversation (new, changed or restored) at its place. */
export function putConversation(conversation: ConversationSummary | Conversation): void {
  useConversations.setState(({ list }) => ({ list: withConversation(list, conversation) }))
}

/** Takes a conversation out of the list. */
export function dropConversation(conversationId: string): void {
  useConversations.setState(({ list }) => ({ list: withoutConversation(list, conversationId) }))
}
