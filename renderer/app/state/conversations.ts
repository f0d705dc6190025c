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

/** What changed by itself is shown this much later (ms): the answer that changed it has the processor first. */
const laterMs = 150
let waiting: ConversationSummary[] = []
let timer: ReturnType<typeof setTimeout> | undefined

function putWaiting(): void {
  clearTimeout(timer)
  timer = undefined
  const changed = waiting
  waiting = []
  if (changed.length > 0) useConversations.setState(({ list }) => ({ list: changed.reduce(withConversation, list) }))
}

/** Replaces the list by what the backend answered. */
export function setConversations(list: readonly ConversationSummary[]): void {
  putWaiting()
  useConversations.setState({ list, loaded: true })
}

/** Puts a conversation (new, changed or restored) at its place. */
export function putConversation(conversation: ConversationSummary | Conversation): void {
  waiting.push(conversation)
  putWaiting()
}

/** Puts one that changed by itself at its place, soon and together with others. */
export function putConversationSoon(conversation: Conversation): void {
  waiting.push(conversation)
  timer ??= setTimeout(putWaiting, laterMs)
}

/** Takes a conversation out of the list. */
export function dropConversation(conversationId: string): void {
  putWaiting()
  useConversations.setState(({ list }) => ({ list: withoutConversation(list, conversationId) }))
}
