import { backend } from '@renderer/app/backend.ts'
import { notifyFailedCall } from '@renderer/app/notify.ts'
import { putConversation, useConversations } from '@renderer/app/state/conversations.ts'
import type { ConversationSummary } from '@contract/conversation.ts'

/** Renames at once; if it cannot be stored, that is said and the old title comes back. */
export async function renameConversation(conversation: ConversationSummary, title: string): Promise<void> {
  const current = (): ConversationSummary | undefined =>
    useConversations.getState().list.find(({ id }) => id === conversation.id)
  putConversation({ ...(current() ?? conversation), title })
  try {
    await backend.conversations.update({ conversationId: conversation.id, patch: { title } })
  } catch (error) {
    const present = current()
    if (present) putConversation({ ...present, title: conversation.title })
    notifyFailedCall(error)
  }
}
