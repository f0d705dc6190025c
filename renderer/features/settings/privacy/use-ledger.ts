import { useEffect, useRef, useState } from 'react'
import { failureOfCall } from '@contract/client.ts'
import type { Failure } from '@contract/failure.ts'
import { limits } from '@contract/limits.ts'
import type { Connection, ConnectionFilter } from '@contract/network.ts'
import { backend, ConnectionLost } from '@renderer/app/backend.ts'
import { useNetwork } from '@renderer/app/state/network.ts'

const pageSize = 100

interface Read {
  filter: ConnectionFilter
  rows: readonly Connection[]
  /** There are no older ones. */
  whole: boolean
}

/** What is known with the latest rows read anew: those that are older than all of them stay, if they follow without a gap. */
export function withLatest(known: readonly Connection[], latest: readonly Connection[]): readonly Connection[] {
  const last = latest.at(-1)
  return last ? [...latest, ...known.filter(({ id }) => id < last.id)] : []
}

interface Ledger {
  /** null until they were read for the first time with this filter. */
  rows: readonly Connection[] | null
  whole: boolean
  failure: Failure | null
  /** Reads older ones. */
  readOn: () => void
  /** Reads the latest ones again. */
  readAgain: () => void
}

/** The outgoing connections that a filter lets through, the latest first, kept true while shown. */
export function useLedger(filter: ConnectionFilter): Ledger {
  const [read, setRead] = useState<Read | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const known = read?.filter === filter ? read : null
  const shown = useRef(known)
  const readingOn = useRef(false)
  useEffect(() => {
    shown.current = known
  })

  const again = useRef<() => void>(() => undefined)

  useEffect(() => {
    let asking = new AbortController()
    const readLatest = (): void => {
      asking.abort()
      const { signal } = (asking = new AbortController())
      const limit = Math.min(limits.connections, Math.max(pageSize, shown.current?.rows.length ?? 0))
      backend.network
        .connections({ filter, before: null, limit }, { signal })
        .then((latest) => {
          if (signal.aborted) return
          setFailure(null)
          setRead((before) => merged(before?.filter === filter ? before : null, filter, latest, latest.length < limit))
        })
        .catch((error: unknown) => {
          if (!signal.aborted) setFailure(failureIn(error))
        })
    }
    readLatest()
    again.current = readLatest
    const stop = useNetwork.subscribe(readLatest)
    return () => {
      stop()
      asking.abort()
    }
  }, [filter])

  const readOn = async (): Promise<void> => {
    const before = shown.current?.rows.at(-1)?.id
    if (before === undefined || shown.current?.whole || readingOn.current) return
    readingOn.current = true
    try {
      const older = await backend.network.connections({ filter, before, limit: pageSize })
      setRead((now) =>
        now?.filter === filter && now.rows.at(-1)?.id === before
          ? { filter, rows: [...now.rows, ...older], whole: older.length < pageSize }
          : now,
      )
    } catch (error) {
      setFailure(failureIn(error))
    } finally {
      readingOn.current = false
    }
  }

  return {
    rows: known?.rows ?? null,
    whole: known?.whole ?? false,
    failure,
    readOn: () => void readOn(),
    readAgain: () => again.current(),
  }
}

/** What a call failed with; a lost connection is said by the window itself. */
function failureIn(error: unknown): Failure | null {
  return error instanceof ConnectionLost ? null : failureOfCall(error)
}

/** `all`: the latest are all that there are. */
function merged(before: Read | null, filter: ConnectionFilter, latest: readonly Connection[], all: boolean): Read {
  if (all || before === null) return { filter, rows: latest, whole: all }
  return { filter, rows: withLatest(before.rows, latest), whole: before.whole }
}
