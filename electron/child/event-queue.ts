/**
 * Events on their way to the one who reads them, in order. `merge` adds one to those that wait and may join it with one of them, so that
 * a slow reader costs no more memory than it must.
 */
export class EventQueue<T> {
  readonly #merge: (waiting: T[], event: T) => void
  readonly #waiting: T[] = []
  #ended = false
  #failure: { error: unknown } | null = null
  #wake: () => void = () => undefined

  constructor(merge: (waiting: T[], event: T) => void = (waiting, event) => void waiting.push(event)) {
    this.#merge = merge
  }

  push(event: T): void {
    if (this.#ended) return
    this.#merge(this.#waiting, event)
    this.#wake()
  }

  /** Nothing more comes after what is waiting. */
  end(): void {
    this.#ended = true
    this.#wake()
  }

  /** After what is waiting, the reader gets this error. */
  fail(error: unknown): void {
    if (this.#ended) return
    this.#failure = { error }
    this.end()
  }

  /** Yields events as they come until the end, or until `signal` says that the reader has left. For one reader. */
  async *read(signal: AbortSignal | undefined): AsyncGenerator<T, void, void> {
    const leave = (): void => this.#wake()
    signal?.addEventListener('abort', leave)
    try {
      while (!signal?.aborted) {
        const event = this.#waiting.shift()
        if (event !== undefined) yield event
        else if (this.#failure) throw this.#failure.error
        else if (this.#ended) return
        else await new Promise<void>((resolve) => (this.#wake = resolve))
      }
    } finally {
      signal?.removeEventListener('abort', leave)
    }
  }
}
