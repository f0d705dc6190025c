import i18next from 'i18next'
import { backend } from '@renderer/app/backend.ts'
import { dismissNotice, notify, notifyFailedCall } from '@renderer/app/notify.ts'
import { go, paths, routeOf } from '@renderer/app/routes.ts'
import { dropConversation, putConversation, useConversations } from '@renderer/app/state/conversations.ts'
import type { ConversationSummary } from '@contract/conversation.ts'
import { create } from 'zustand'

/** How long a deletion can be undone with one click or Ctrl+Z, ms. (It stays in the trash for 30 days.) */
const undoMs = 10_000

interface Removal {
  conversation: ConversationSummary
  /** It was the one that was open. */
  wasOpen: boolean
  noticeId: string
}

/** The deletions whose notice is still shown, the last one last. */
export const useRemovals = create<{ removals: readonly Removal[] }>()(() => ({ removals: [] }))

const isOpen = (conversationId: string): boolean => {
  const route = routeOf(window.location.hash.replace(/^#/, ''))
  return route.view === 'chat' && route.conversationId === conversationId
}

function forget(noticeId: string): void {
  useRemovals.setState(({ removals }) => ({ removals: removals.filter((removal) => removal.noticeId !== noticeId) }))
}

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

/** Moves to the trash at once and offers to undo it; if it cannot be stored, that is said and it comes back. */
export async function removeConversation(conversation: ConversationSummary): Promise<void> {
  const removal: Removal = { conversation, wasOpen: isOpen(conversation.id), noticeId: `removed:${conversation.id}` }
  dropConversation(conversation.id)
  if (removal.wasOpen) go(paths.newChat, { replace: true })
  try {
    await backend.conversations.remove({ conversationId: conversation.id })
    offerUndo(removal)
  } catch (error) {
    putConversation(conversation)
    if (removal.wasOpen) go(paths.chat(conversation.id), { replace: true })
    notifyFailedCall(error)
  }
}

function offerUndo(removal: Removal): void {
  const t = i18next.getFixedT(null, 'sidebar')
  useRemovals.setState(({ removals }) => ({ removals: [...removals, removal] }))
  notify(t('removed', { title: removal.conversation.title }), {
    id: removal.noticeId,
    duration: undoMs,
    action: { label: t('undo'), onClick: () => void undoRemoval(removal) },
    onGone: () => forget(removal.noticeId),
  })
}

/** Brings a deleted conversation back, and opens it again if it was open. */
export async function undoRemoval({ conversation, wasOpen, noticeId }: Removal): Promise<void> {
  forget(noticeId)
  dismissNotice(noticeId)
  try {
    putConversation(await backend.conversations.restore({ conversationId: conversation.id }))
    if (wasOpen) go(paths.chat(conversation.id))
  } catch (error) {
    notifyFailedCall(error)
  }
}
