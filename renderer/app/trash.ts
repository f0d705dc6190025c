import i18next from 'i18next'
import { failureOfCall } from '@contract/client.ts'
import type { ConversationSummary } from '@contract/conversation.ts'
import { backend } from './backend.ts'
import { dismissNotice, notify, notifyFailedCall } from './notify.ts'
import { go, paths, presentRoute } from './routes.ts'
import { dropConversation, putConversation } from './state/conversations.ts'

/** How long the notice of a deletion offers to undo it, and that of a restored chat to open it, ms. */
const noticeMs = 10_000

interface Removal {
  conversation: ConversationSummary
  /** It was the one that was open. */
  wasOpen: boolean
}

/** The deletions of this window that can be undone, the last one last. */
let removals: readonly Removal[] = []

const isOpen = (conversationId: string): boolean => {
  const route = presentRoute()
  return route.view === 'chat' && route.conversationId === conversationId
}

const noticeOf = (conversationId: string): string => `removed:${conversationId}`
const restoredNotice = (conversationId: string): string => `restored:${conversationId}`

/** It is not in the trash any more, or on its way out. */
function forget(conversationId: string): void {
  removals = removals.filter(({ conversation }) => conversation.id !== conversationId)
  dismissNotice(noticeOf(conversationId))
}

function remember(removal: Removal): void {
  removals = [...removals, removal]
}

/** Moves to the trash at once and offers to undo it; if it cannot be stored, that is said and it comes back. */
export async function removeConversation(conversation: ConversationSummary): Promise<void> {
  const removal: Removal = { conversation, wasOpen: isOpen(conversation.id) }
  dropConversation(conversation.id)
  if (removal.wasOpen) go(paths.newChat, { replace: true })
  try {
    await backend.conversations.remove({ conversationId: conversation.id })
    remember(removal)
    offerUndo(removal)
  } catch (error) {
    putConversation(conversation)
    if (removal.wasOpen) go(paths.chat(conversation.id), { replace: true })
    notifyFailedCall(error)
  }
}

function offerUndo(removal: Removal): void {
  const { id, title } = removal.conversation
  notify(i18next.t('trash:removed', { title }), {
    id: noticeOf(id),
    duration: noticeMs,
    action: { label: i18next.t('undo'), onClick: () => void undoRemoval(removal) },
  })
}

/** Undoes the last deletion that was not undone yet. Answers whether there was one. */
export function undoLastRemoval(): boolean {
  const last = removals.at(-1)
  if (last) void undoRemoval(last)
  return last !== undefined
}

/** Brings a deleted conversation back and says so, and opens it again if it was open. */
async function undoRemoval(removal: Removal): Promise<void> {
  const { id, title } = removal.conversation
  forget(id) // at once: the next Ctrl+Z means the one before
  try {
    putConversation(await backend.conversations.restore({ conversationId: id }))
    if (removal.wasOpen) go(paths.chat(id))
    notify(i18next.t('trash:restored', { title }), { id: restoredNotice(id) })
  } catch (error) {
    if (failureOfCall(error).code !== 'CONVERSATION_UNKNOWN') remember(removal)
    notifyFailedCall(error)
  }
}

/** Takes a conversation out of the trash: it is in the list again, which is said, and can be opened. */
export async function restoreConversation(conversationId: string): Promise<void> {
  try {
    const conversation = await backend.conversations.restore({ conversationId })
    putConversation(conversation)
    forget(conversationId)
    notify(i18next.t('trash:restored', { title: conversation.title }), {
      id: restoredNotice(conversationId),
      duration: noticeMs,
      action: { label: i18next.t('trash:open'), onClick: () => go(paths.chat(conversationId)) },
    })
  } catch (error) {
    notifyFailedCall(error)
  }
}

/** Deletes what is in the trash for good. */
export async function purgeConversations(conversationIds: string[]): Promise<void> {
  try {
    await backend.conversations.purge({ conversationIds })
    for (const id of conversationIds) forget(id)
  } catch (error) {
    notifyFailedCall(error)
  }
}
