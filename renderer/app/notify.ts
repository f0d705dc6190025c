import { toast } from 'sonner'
import i18next from 'i18next'
import { failureOfCall } from '@contract/client.ts'
import type { Failure } from '@contract/failure.ts'
import { ConnectionLost } from './backend.ts'
import { failureSentence } from './failure-text.ts'
import { useStorage } from './state/storage.ts'
import { formatsFor } from './text/format.ts'

interface NoticeOptions {
  description?: string
  action?: { label: string; onClick: () => void }
  /** Milliseconds; longer where there is something to decide. */
  duration?: number
  /** Something went wrong. */
  failed?: boolean
  /** Replaces the notice of the same id. */
  id?: string
}

/** Says something in passing. */
export function notify(title: string, { failed = false, ...options }: NoticeOptions = {}): void {
  if (failed) toast.error(title, options)
  else toast(title, options)
}

/** Takes a notice away. */
export function dismissNotice(id: string): void {
  toast.dismiss(id)
}

/** Takes all notices away. */
export function dismissNotices(): void {
  toast.dismiss()
}

/** Says a failure in passing, in the present language. */
export function notifyFailure(failure: Failure): void {
  // The note above everything says it, and what comes of it.
  if (failure.code === 'STORAGE_FAILED' && !useStorage.getState().writable) return
  const { title, kept, next } = failureSentence(i18next.getFixedT(null, 'failures'), failure)
  const description = formatsFor(i18next.language).sentences(kept, next)
  toast.error(title, { description, duration: 10_000, id: failure.code })
}

/** Says in passing that several things failed, and why the first of them did. */
export function notifyFailures(title: string, first: Failure): void {
  const { title: description } = failureSentence(i18next.getFixedT(null, 'failures'), first)
  toast.error(title, { description, duration: 10_000 })
}

/** For the `catch` of a call: says its failure, and nothing where the connection was lost, which the window says itself. */
export function notifyFailedCall(error: unknown): void {
  if (error instanceof ConnectionLost) return
  if (error instanceof DOMException && error.name === 'AbortError') return
  notifyFailure(failureOfCall(error))
}
