import type { ConversationPatch } from '@contract/conversation.ts'
import { create } from 'zustand'

/** What was chosen for the new chat before its first message; sent along with it. */
export const useNewChat = create<{ settings: ConversationPatch }>()(() => ({ settings: {} }))

/** Adds to what was chosen. */
export function chooseForNewChat(patch: ConversationPatch): void {
  useNewChat.setState(({ settings }) => ({ settings: { ...settings, ...patch } }))
}

/** Back to nothing chosen, once the chat has begun. */
export function resetNewChat(): void {
  useNewChat.setState({ settings: {} })
}
