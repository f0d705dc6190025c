import type { ConversationPatch, Thread } from '@contract/conversation.ts'
import type { Message } from '@contract/message.ts'
import { backend } from '@renderer/app/backend.ts'
import { notifyFailedCall } from '@renderer/app/notify.ts'
import { go, paths } from '@renderer/app/routes.ts'
import { chooseForNewChat, resetNewChat, useNewChat } from '@renderer/app/state/new-chat.ts'
import { wantLatest } from '../chat-ui.ts'
import { retryOf } from '../message/message-actions.ts'
import { act, readThread } from './follow-thread.ts'
import { isReady, useThread } from './thread-store.ts'

/**
 * Sends a message below the last answer. True when it was stored; else why not was said. `unasked`: it was written earlier, and what
 * the person looks at now stays in sight. Nothing is sent into a conversation that is still being opened.
 */
export async function sendMessage(text: string, unasked = false): Promise<boolean> {
  const present = useThread.getState()
  if (!isReady(present)) return false
  const { conversationId, messages } = present
  const parentId = messages.at(-1)?.id ?? null
  const settings = conversationId === null ? useNewChat.getState().settings : {}
  const thread = await act(
    () => backend.chat.send({ conversationId, parentId, text, settings }),
    ({ conversation }) => {
      if (conversationId === null) {
        resetNewChat()
        const isShown = useThread.getState().conversationId === conversation.id
        if (isShown) go(paths.chat(conversation.id), { replace: true })
      }
      if (!unasked) wantLatest()
    },
  )
  return thread !== null
}

/** Makes a call at whose end there will be an answer to look at. */
async function actAtTheEnd(call: () => Promise<Thread>): Promise<boolean> {
  useThread.setState({ isAsking: true })
  const thread = await act(call, wantLatest)
  useThread.setState({ isAsking: false })
  return thread !== null
}

/** Sends another text in the place of a message of one's own. True when it was stored. */
export async function editMessage(messageId: string, text: string): Promise<boolean> {
  return actAtTheEnd(() => backend.chat.edit({ messageId, text }))
}

/** Asks for another answer. */
export async function regenerate(messageId: string): Promise<void> {
  await actAtTheEnd(() => backend.chat.regenerate({ messageId }))
}

/** Has an answer written on. */
export async function continueAnswer(messageId: string): Promise<void> {
  await actAtTheEnd(() => backend.chat.continue({ messageId }))
}

/** One click after a failure. */
export async function tryAgain(message: Message): Promise<void> {
  await (retryOf(message) === 'tryAgain' ? regenerate(message.id) : continueAnswer(message.id))
}

/** The model's own chat template cannot be used: from now on a standard one is, and the answer is tried again with it. */
export async function writeInStandardFormat(message: Message): Promise<void> {
  const modelId = message.run?.modelId
  if (modelId === undefined) return
  try {
    await backend.models.setChatFormat({ modelId, chatFormat: 'standard' })
  } catch (error) {
    return notifyFailedCall(error)
  }
  await tryAgain(message)
}

/** Shows another version of a message. */
export async function showBranch(messageId: string): Promise<void> {
  await act(() => backend.conversations.showBranch({ messageId }))
}

/** Stops the answer that is being written, if there is one. */
export async function stopAnswer(): Promise<void> {
  const { live } = useThread.getState()
  if (!live) return
  try {
    await backend.chat.stop({ messageId: live.messageId })
  } catch (error) {
    notifyFailedCall(error)
  }
}

/** Changes something about the chat that is shown. */
export async function changeChat(patch: ConversationPatch): Promise<void> {
  await changeConversation(useThread.getState().conversationId, patch)
}

/** Changes something about a conversation: at once where it is shown, then stored. The new chat's (null) is kept until it is sent. */
export async function changeConversation(conversationId: string | null, patch: ConversationPatch): Promise<void> {
  const { conversation } = useThread.getState()
  if (conversationId === null) return chooseForNewChat(patch)
  if (conversation?.id === conversationId) useThread.setState({ conversation: Object.assign({}, conversation, patch) })
  try {
    await backend.conversations.update({ conversationId, patch })
  } catch (error) {
    notifyFailedCall(error)
    await readThread()
  }
}
