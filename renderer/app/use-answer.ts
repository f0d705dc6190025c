import { useEffect, useEffectEvent, useState } from 'react'
import type { Failure } from '@contract/failure.ts'
import { ask } from './ask.ts'

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
 * What the backend answers to a call, asked while mounted and again whenever `key` changes (null: not at all), and where the connection
 * was lost meanwhile. Leaving gives it up. `again` asks once more, keeping an answer in sight until the new one is there.
 */
export function useAnswer<T>(
  key: string | null,
  call: (signal: AbortSignal) => Promise<T>,
): Asked<T> & { again: () => void } {
  const [latest, setLatest] = useState<Latest<T> | null>(null)
  const [round, setRound] = useState(0)
  const latestCall = useEffectEvent(call)
  const question = key === null ? null : `${round} ${key}`
  useEffect(() => {
    if (key === null || question === null) return
    return ask(
      (signal) => latestCall(signal),
      (answer) => setLatest({ key, asked: { status: 'answered', answer, failure: null } }),
      (failure) => setLatest({ key, asked: { status: 'failed', answer: null, failure } }),
    )
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
