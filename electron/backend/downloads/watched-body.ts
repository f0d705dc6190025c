import type { GateResponse } from '../network/gate.ts'
import { hostOf } from '../network/host-answer.ts'
import { FailureError } from '../../contract/failure.ts'
import type { Gate } from './ports.ts'

/** An answer under watch. */
export interface Watched {
  answer: GateResponse
  /** The next bytes; null at the end. Throws CONNECTION_STALLED, what the gate throws, or what the signal was aborted with. */
  read: () => Promise<Uint8Array | null>
}

/**
 * Waits for the host, never longer than `stallMs` at a time: then `stalled` is aborted. Only waiting counts, not what is done with the bytes.
 */
class Watch {
  readonly #stallMs: number
  readonly #signal: AbortSignal
  readonly #stalled: () => void
  #timer: NodeJS.Timeout | undefined
  /** Ends the wait that is under way, whatever the gate does. */
  #giveUp: ((reason: unknown) => void) | null = null

  constructor(stallMs: number, signal: AbortSignal, stalled: () => void) {
    this.#stallMs = stallMs
    this.#signal = signal
    this.#stalled = stalled
    signal.addEventListener('abort', this.#aborted)
  }

  readonly #aborted = (): void => this.#giveUp?.(this.#signal.reason)

  /** What `work` comes to. Throws the signal's reason as soon as it is aborted. */
  async over<T>(work: Promise<T>): Promise<T> {
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#giveUp = reject
        work.then(resolve, reject)
        if (this.#signal.aborted) this.#aborted()
        this.#timer ??= setTimeout(() => {
          if (this.#giveUp) this.#stalled()
        }, this.#stallMs)
        this.#timer.refresh()
      })
    } catch (error) {
      throw this.#signal.aborted ? this.#signal.reason : error
    } finally {
      this.#giveUp = null
    }
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#signal.removeEventListener('abort', this.#aborted)
  }
}

/**
 * Asks, and hands the answer to `take`; when that is through, the connection is closed. When nothing comes for `stallMs`, neither the answer
 * nor a byte of it, the connection is ended with CONNECTION_STALLED.
 */
export async function withWatch<T>(
  gate: Gate,
  request: Parameters<Gate['request']>[0] & { signal: AbortSignal },
  stallMs: number,
  take: (watched: Watched) => Promise<T>,
): Promise<T> {
  const stalled = new AbortController()
  const signal = AbortSignal.any([request.signal, stalled.signal])
  let host = hostOf(request.url)
  const watch = new Watch(stallMs, signal, () => {
    const data = { host, seconds: Math.ceil(stallMs / 1000) }
    stalled.abort(new FailureError({ code: 'CONNECTION_STALLED', data }))
  })
  const asked = gate.request({ ...request, signal })
  try {
    const answer = await watch.over(asked)
    host = hostOf(answer.url)
    const chunks = answer.body[Symbol.asyncIterator]()
    const read = async (): Promise<Uint8Array | null> => {
      const next = await watch.over(chunks.next())
      return next.done === true ? null : next.value
    }
    return await take({ answer, read })
  } finally {
    watch.end()
    // Also one that came when nobody waited for it any more.
    void asked.then(
      (answer) => answer.close(),
      () => undefined,
    )
  }
}
