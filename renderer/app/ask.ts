import { failureOfCall } from '@contract/client.ts'
import type { Failure } from '@contract/failure.ts'
import { acrossConnections } from './backend.ts'

/**
 * Makes a call whose answer is wanted as long as something is shown: at the next connection once more where one was lost under it.
 * Answers how to give it up; neither listener is called after that.
 */
export function ask<T>(
  call: (signal: AbortSignal) => Promise<T>,
  onAnswer: (answer: T) => void,
  onFailure: (failure: Failure) => void,
): () => void {
  const asking = new AbortController()
  const { signal } = asking
  acrossConnections(() => call(signal), signal).then(
    (answer) => {
      if (!signal.aborted) onAnswer(answer)
    },
    (error: unknown) => {
      if (!signal.aborted) onFailure(failureOfCall(error))
    },
  )
  return () => asking.abort()
}
