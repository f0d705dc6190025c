import type { ApplicationEvent } from '@contract/backend.ts'
import { failureOfCall } from '@contract/client.ts'
import type { Thread } from '@contract/conversation.ts'
import type { Message } from '@contract/message.ts'
import { backend, ConnectionLost, onConnected } from '@renderer/app/backend.ts'
import { notifyFailedCall } from '@renderer/app/notify.ts'
import { onApplicationEvent } from '@renderer/app/state/events.ts'
import { LiveAnswer } from './live-answer.ts'
import { mergedMessages, newThread, useThread, withMessage } from './thread-store.ts'

/** Nobody sees that a question was put up this much later (ms). */
const firstWordsMs = 80

/** Aborted when another conversation is shown. */
let shown = new AbortController()
/** The stream of the running answer; leaving it never stops the answer. */
let attached: { live: LiveAnswer; leave: AbortController } | null = null
/** Calls under way whose answer will be the whole thread. */
let acting = 0
/** How many threads were answered: a later one is not replaced by an earlier one that waited for its first words. */
let answered = 0

function detach(): void {
  attached?.leave.abort()
  attached = null
}

/** Shows a conversation, or a new chat, in the place of what was shown. */
export function showConversation(conversationId: string | null): void {
  const present = useThread.getState()
  if (present.conversationId === conversationId && present.status !== 'failed') return
  leaveConversation()
  if (conversationId === null) return
  useThread.setState({ ...newThread, conversationId, status: 'opening' })
  void readThread()
}

/** Shows nothing any more. An answer that is being written goes on being written. */
export function leaveConversation(): void {
  shown.abort()
  shown = new AbortController()
  detach()
  useThread.setState(newThread)
}

/** Reads the conversation that is shown again; what is there stays until the answer comes. */
export async function readThread(): Promise<void> {
  const { conversationId } = useThread.getState()
  const { signal } = shown
  if (conversationId === null) return
  try {
    await takeThread(await backend.conversations.open({ conversationId }, { signal }), signal)
  } catch (error) {
    if (signal.aborted || error instanceof ConnectionLost) return
    const failure = failureOfCall(error)
    detach()
    if (failure.code === 'CONVERSATION_UNKNOWN') useThread.setState({ ...newThread, conversationId, status: 'unknown' })
    else useThread.setState({ ...newThread, conversationId, status: 'failed', failure })
  }
}

/**
 * Follows the answer that is being written and shows what a call answered, unless another conversation is shown by now. It waits a moment for
 * the first words: they are on the page sooner in one rendering with their question than after a rendering of it, which would take the
 * processors from the model that is writing them.
 */
async function takeThread(thread: Thread, signal: AbortSignal, onShown?: (thread: Thread) => void): Promise<void> {
  const { conversation, messages: read } = thread
  if (signal.aborted) return onShown?.(thread)
  const turn = ++answered
  const messages = mergedMessages(useThread.getState().messages, read)
  const running = messages.findLast(({ status }) => status === 'streaming')
  if (attached && attached.live.messageId !== running?.id) detach()
  const live = running ? liveOf(running) : null
  if (live && attached?.live !== live) {
    void follow(live)
    await Promise.race([live.begun, passed(firstWordsMs)])
    if (signal.aborted || turn !== answered) return onShown?.(thread)
  }
  const shownThread = { ...newThread, conversationId: conversation.id, status: 'open', conversation } as const
  if (live?.ended) useThread.setState({ ...shownThread, messages: withMessage(messages, live.ended) })
  else useThread.setState({ ...shownThread, messages, live })
  onShown?.(thread)
}

/** Settled when this time (ms) has passed. */
function passed(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  setTimeout(resolve, ms)
  return promise
}

function liveOf(message: Message): LiveAnswer {
  return attached?.live.messageId === message.id ? attached.live : new LiveAnswer(message)
}

/** Follows an answer to its end, asking for it anew where something is missing. */
async function follow(live: LiveAnswer): Promise<void> {
  const leave = new AbortController()
  attached = { live, leave }
  try {
    let ended: Message | null = null
    while (!ended && !leave.signal.aborted) ended = await readOn(live, leave.signal)
    if (ended && !leave.signal.aborted) end(live, ended)
  } catch (error) {
    // After a lost connection everything is read again, as soon as there is a new one.
    if (!leave.signal.aborted) notifyFailedCall(error)
  } finally {
    if (attached?.leave === leave) attached = null
  }
}

/**
 * The message as it was stored in the end; null where events are missing, or where they are to come in another way from now on: as soon as
 * they can, or calmly while nobody sees the window, so that the processors are the model's.
 */
async function readOn(live: LiveAnswer, left: AbortSignal): Promise<Message | null> {
  const { messageId } = live
  const turned = new AbortController()
  const turn = (): void => turned.abort()
  document.addEventListener('visibilitychange', turn)
  const signal = AbortSignal.any([left, turned.signal])
  try {
    for await (const event of await backend.chat.attach({ messageId, calm: document.hidden }, { signal })) {
      if (signal.aborted) return null
      const taken = live.take(event)
      if (taken.result === 'gap') return null
      if (taken.result === 'ended') return taken.message
    }
  } catch (error) {
    if (turned.signal.aborted) return null
    throw error
  } finally {
    document.removeEventListener('visibilitychange', turn)
  }
  if (turned.signal.aborted) return null
  throw new ConnectionLost()
}

function end(live: LiveAnswer, message: Message): void {
  live.handOver(message)
  useThread.setState(({ messages }) => ({ live: null, messages: withMessage(messages, message) }))
}

/**
 * Makes a call that answers the thread and shows it; `onShown` says what else becomes different with it, so that the page is rendered once; it is
 * called also when another conversation is shown by then.
 * Answers null when it failed, which was said.
 */
export async function act(call: () => Promise<Thread>, onShown?: (thread: Thread) => void): Promise<Thread | null> {
  const { signal } = shown
  acting += 1
  try {
    const thread = await call()
    await takeThread(thread, signal, onShown)
    return thread
  } catch (error) {
    notifyFailedCall(error)
    void readThread()
    return null
  } finally {
    acting -= 1
  }
}

function onEvent(event: ApplicationEvent): void {
  const { conversationId, conversation, status, live } = useThread.getState()
  if (event.type === 'conversation-removed' && event.conversationId === conversationId) {
    detach()
    useThread.setState({ ...newThread, conversationId, status: 'unknown' })
  }
  if (event.type !== 'conversation-changed' || event.conversation.id !== conversationId) return
  const changed = event.conversation
  const hasMore = changed.updatedAt !== conversation?.updatedAt || (changed.generating && !live)
  const isNew = JSON.stringify(changed) !== JSON.stringify(conversation)
  if (status === 'open' && isNew) useThread.setState({ conversation: changed })
  if (acting === 0 && (hasMore || status === 'unknown')) void readThread()
}

/** Keeps what is shown true while mounted: after each new connection, and when something else changes the conversation. */
export function followThread(): () => void {
  let isFirst = true // `showConversation` reads over the connection that is there
  const stops = [onConnected(() => void (isFirst || readThread())), onApplicationEvent(onEvent)]
  isFirst = false
  return () => {
    for (const stop of stops) stop()
  }
}
