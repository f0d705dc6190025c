import type { Conversation } from '@contract/conversation.ts'
import type { Failure } from '@contract/failure.ts'
import type { Message, Run } from '@contract/message.ts'
import { create } from 'zustand'
import type { LiveAnswer } from './live-answer.ts'

/** The conversation that is shown, and how it came to be. */
export interface ThreadState {
  /** null: a new chat. */
  conversationId: string | null
  status: 'new' | 'opening' | 'open' | 'unknown' | 'failed'
  /** Why it could not be opened; null unless `failed`. */
  failure: Failure | null
  /** null unless `open`. */
  conversation: Conversation | null
  /** The path that is shown, from the first message to the leaf. */
  messages: readonly Message[]
  /** The answer of the path that is being written. */
  live: LiveAnswer | null
  /** An answer was asked for in another way than by a message, and is not there yet. */
  isAsking: boolean
}

/** A new chat, before its first message. */
export const newThread: ThreadState = {
  conversationId: null,
  status: 'new',
  failure: null,
  conversation: null,
  messages: [],
  live: null,
  isAsking: false,
}

/** The conversation that is shown; there is one at a time. */
export const useThread = create<ThreadState>()(() => newThread)

/** Whether something can be said in it: it is known what was said last. */
export function isReady({ status }: Pick<ThreadState, 'status'>): boolean {
  return status === 'open' || status === 'new'
}

/** Whether an answer is being written, or is about to be: what is sent now belongs below it. */
export function isWriting({ live, isAsking }: Pick<ThreadState, 'live' | 'isAsking'>): boolean {
  return live !== null || isAsking
}

/** The answer that was being written, or asked for, before, as it is now that nothing is; undefined where none came of it. */
export function endedAnswer(before: ThreadState, now: ThreadState): Message | undefined {
  if (before.live) return now.messages.find(({ id }) => id === before.live?.messageId)
  const last = now.messages.at(-1)
  return last?.id === before.messages.at(-1)?.id ? undefined : last
}

/** Whether two readings of a message show the same. */
function isSame(a: Message, b: Message): boolean {
  return (
    a.status === b.status &&
    a.run?.modelId === b.run?.modelId &&
    a.run?.measurements?.contextUsed === b.run?.measurements?.contextUsed &&
    a.siblingIds.length === b.siblingIds.length &&
    a.parts.length === b.parts.length &&
    a.parts.every((part, index) => part.type === b.parts[index]?.type && part.text === b.parts[index]?.text)
  )
}

/** The messages as they were read again. Those that did not change stay the same objects, so that nothing of them is rendered anew. */
export function mergedMessages(before: readonly Message[], read: readonly Message[]): readonly Message[] {
  const known = new Map(before.map((message) => [message.id, message]))
  return read.map((message) => {
    const old = known.get(message.id)
    return old && isSame(old, message) ? old : message
  })
}

/** The messages with this one in the place of its older self. */
export function withMessage(messages: readonly Message[], changed: Message): readonly Message[] {
  return messages.map((message) => (message.id === changed.id ? changed : message))
}

/** The run of the last answer on a path that has numbers. */
export function lastMeasuredRun(messages: readonly Message[]): Run | null {
  return messages.findLast(({ run }) => run?.measurements)?.run ?? null
}
