import type { Failure, FailureCode } from '../../contract/failure.ts'

/** How a download stands, with what belongs to each state. */
export type Status =
  | { state: 'queued' | 'running' | 'verifying' }
  /** `retryAt` (ms since 1970) null: until the switch says otherwise. */
  | { state: 'waiting'; failure: Failure; retryAt: number | null }
  | { state: 'paused'; failure: Failure | null }
  | { state: 'failed'; failure: Failure }
  | { state: 'done'; modelId: string }

/** A download as the machine sees it. */
export interface Situation {
  status: Status
  /** How often it failed since bytes came last. */
  attempts: number
  /** Before it goes on, the hub has to say anew what the file is. */
  asksHub: boolean
}

/** What happens to a download. */
export type Happening =
  /** It is its turn. */
  | { type: 'turn' }
  /** Bytes are safe on the disk that were not before. */
  | { type: 'progress' }
  /** The hub has said anew what the file is. */
  | { type: 'asked' }
  /** No byte is missing. */
  | { type: 'complete' }
  | { type: 'installed'; modelId: string }
  | { type: 'failed'; failure: Failure; now: number }
  /** The person wants it. */
  | { type: 'pause' | 'resume' }
  /** The time for another attempt has come, or the *Offline* switch was opened. */
  | { type: 'retry' }

/** What has to be done about it: begin to work, or stop working. */
export type Effect = 'run' | 'stop'

/** How long to wait before another attempt, in milliseconds. */
export interface RetryTimes {
  firstRetryMs: number
  longestRetryMs: number
}

/** A download that nobody has worked on yet. */
export const beginning: Situation = { status: { state: 'queued' }, attempts: 0, asksHub: false }

/** Failures after which what was begun may not be what the hub has. */
const outdating: readonly FailureCode[] = ['FILE_CHANGED', 'CHECKSUM_WRONG', 'NOT_ON_HUB']
const passingStatuses: readonly number[] = [408, 425, 429, 500, 502, 503, 504]

/** The state machine of one download: what comes next, and what has to be done. What makes no sense in a state changes nothing. */
export function next(situation: Situation, happening: Happening, times: RetryTimes): [Situation, Effect | null] {
  const { status, attempts } = situation
  const isWorking = status.state === 'running' || status.state === 'verifying'
  const to = (changed: Status, effect: Effect | null = null): [Situation, Effect | null] => [
    { ...situation, status: changed },
    effect,
  ]
  switch (happening.type) {
    case 'turn':
      return status.state === 'queued' ? to({ state: 'running' }, 'run') : [situation, null]
    case 'progress':
      return isWorking ? [{ ...situation, attempts: 0 }, null] : [situation, null]
    case 'asked':
      return [{ ...situation, asksHub: false }, null]
    case 'complete':
      return status.state === 'running' ? to({ state: 'verifying' }) : [situation, null]
    case 'installed':
      return isWorking ? to({ state: 'done', modelId: happening.modelId }) : [situation, null]
    case 'failed':
      return isWorking ? [{ ...situation, ...afterFailure(attempts, happening, times) }, null] : [situation, null]
    case 'pause':
      if (isWorking) return to({ state: 'paused', failure: null }, 'stop')
      return status.state === 'queued' || status.state === 'waiting'
        ? to({ state: 'paused', failure: null })
        : [situation, null]
    case 'resume': {
      if (!('failure' in status)) return [situation, null]
      const isOutdated = status.failure !== null && outdating.includes(status.failure.code)
      return [{ status: { state: 'queued' }, attempts: 0, asksHub: situation.asksHub || isOutdated }, null]
    }
    case 'retry':
      return status.state === 'waiting' ? to({ state: 'queued' }) : [situation, null]
  }
}

function afterFailure(
  attempts: number,
  { failure, now }: { failure: Failure; now: number },
  times: RetryTimes,
): Pick<Situation, 'status' | 'attempts'> {
  if (failure.code === 'DISK_FULL') return { status: { state: 'paused', failure }, attempts }
  if (failure.code === 'OFFLINE') return { status: { state: 'waiting', failure, retryAt: null }, attempts }
  if (!isPassing(failure)) return { status: { state: 'failed', failure }, attempts }
  const pause = Math.min(times.longestRetryMs, times.firstRetryMs * 2 ** attempts)
  const asked = failure.code === 'HOST_REFUSED' ? (failure.data.retryAfterSeconds ?? 0) * 1000 : 0
  // A host that asks for more patience than a day has is not asked again by itself.
  if (asked > 86_400_000) return { status: { state: 'failed', failure }, attempts }
  const retryAt = now + Math.max(pause, asked)
  return { status: { state: 'waiting', failure, retryAt }, attempts: attempts + 1 }
}

/** Whether it may be different by itself the next time. A page instead of the file is what a network shows that wants a login first. */
function isPassing(failure: Failure): boolean {
  switch (failure.code) {
    case 'CONNECTION_FAILED':
    case 'CONNECTION_STALLED':
    case 'HOST_ANSWER_UNREADABLE':
      return true
    case 'HOST_REFUSED':
      return passingStatuses.includes(failure.data.status)
    default:
      return false
  }
}
