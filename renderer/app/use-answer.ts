import { useEffect, useEffectEvent, useState } from 'react'
import { failureOfCall } from '@contract/client.ts'
import type { Failure } from '@contract/failure.ts'
import { ConnectionLost } from './backend.ts'

/** How a call that is made because something is shown stands. */
export type Asked<T> =
  | { status: 'asking'; answer: null; failure: null }
  | { status: 'answered'; answer: T; failure: null }
  | { status: 'failed'; answer: null; failure: Failure }

interface Latest<T> {
  key: string
  asked: Asked<T>
}

const asking = { status: 'asking', answer: null, failure: null } as const

/**
 * What the backend answers to a call, asked while mounted and again whenever `key` changes (null: not at all). Leaving gives it up. `again`
 * asks once more, keeping an answer in sight until the new one is there.
 */
export function useAnswer<T>(
  key: string | null,
  ask: (signal: AbortSignal) => Promise<T>,
): Asked<T> & { again: () => void } {
  const [latest, setLatest] = useState<Latest<T> | null>(null)
  const [round, setRound] = useState(0)
  const call = useEffectEvent(ask)
  const question = key === null ? null : `${round} ${key}`
  useEffect(() => {
    if (key === null || question === null) return
    const giveUp = new AbortController()
    const { signal } = giveUp
    const take = (asked: Asked<T>): void => {
      if (!signal.aborted) setLatest({ key, asked })
    }
    call(signal).then(
      (answer) => take({ status: 'answered', answer, failure: null }),
      (error: unknown) => {
        if (!(error instanceof ConnectionLost)) take({ status: 'failed', answer: null, failure: failureOfCall(error) })
      },
    )
    return () => giveUp.abort()
  }, [key, question])
  const asked = latest !== null && latest.key === key ? latest.asked : asking
  return {
    ...asked,
    again: () => {
      if (asked.status === 'failed') setLatest(null)
      setRound((before) => before + 1)
    },
  }
}
