import type { Failure, FailureCode } from '@contract/failure.ts'
import { textOf, type Message } from '@contract/message.ts'
import { lastMeasuredRun } from '../thread/thread-store.ts'

/** What is said below an answer that did not simply end, and what can be done about it. */
export type AnswerNote =
  | { kind: 'stopped' | 'interrupted' | 'cut'; canContinue: boolean; isEmpty: boolean }
  | { kind: 'failed'; failure: Failure; remedy: Remedy }

/** What helps besides trying again. */
export type Remedy = 'another-model' | 'less-memory' | 'standard-format' | 'more-context' | null

const remedies: Partial<Record<FailureCode, Remedy>> = {
  MODEL_FILE_MISSING: 'another-model',
  MODEL_FILE_CORRUPT: 'another-model',
  MODEL_PARTS_MISSING: 'another-model',
  MODEL_NOT_FOR_CHAT: 'another-model',
  MODEL_LOAD_FAILED: 'another-model',
  MODEL_TOO_LARGE: 'less-memory',
  MODEL_UNKNOWN: 'another-model',
  ENGINE_UNSTABLE: 'less-memory',
  CHAT_TEMPLATE_FAILED: 'standard-format',
  CONTEXT_FULL: 'more-context',
  CONTEXT_TOO_SMALL: 'more-context',
}

/** What an answer's status asks to be said. Only the last answer of the path can be continued: others have been replied to. */
export function answerNote(message: Message, isLast: boolean): AnswerNote | null {
  switch (message.status) {
    case 'stopped':
    case 'interrupted':
      return {
        kind: message.status,
        canContinue: isLast && message.parts.length > 0,
        isEmpty: message.parts.length === 0,
      }
    case 'failed': {
      const failure = message.failure ?? { code: 'INTERNAL', data: { detail: '' } }
      return { kind: 'failed', failure, remedy: remedies[failure.code] ?? null }
    }
    case 'complete':
      return message.run?.stopReason === 'max-tokens' ? { kind: 'cut', canContinue: isLast, isEmpty: false } : null
    case 'streaming':
      return null
  }
}

/** What trying again does about a failed answer: it goes on where there is text, else begins anew. */
export function retryOf(message: Message): 'continue' | 'tryAgain' {
  return textOf(message.parts) === '' ? 'tryAgain' : 'continue'
}

/** Whether trying again is offered in words below an answer: what has no text, and did not simply end, can only be written anew. */
export function offersRetry(message: Message, isLast: boolean): boolean {
  const note = answerNote(message, isLast)
  if (!note || !isLast) return false
  return note.kind === 'failed' ? retryOf(message) === 'tryAgain' : note.isEmpty
}

/** The siblings on both sides of a message, and its place among them from 1; null where it has none. */
export function siblingsOf(
  message: Message,
): { position: number; total: number; previousId: string | null; nextId: string | null } | null {
  const { siblingIds } = message
  const index = siblingIds.indexOf(message.id)
  if (siblingIds.length < 2 || index === -1) return null
  return {
    position: index + 1,
    total: siblingIds.length,
    previousId: siblingIds[index - 1] ?? null,
    nextId: siblingIds[index + 1] ?? null,
  }
}

/** How many of the path's oldest messages the model no longer sees, by what its last answer said. */
export function droppedMessages(messages: readonly Message[]): number {
  return lastMeasuredRun(messages)?.measurements?.droppedMessages ?? 0
}
