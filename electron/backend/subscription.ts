/**
 * What one listener has not taken yet. `merge` adds an item to the waiting ones and may join it with one of them, so that a slow
 * listener costs no more memory than it must.
 */
export class Subscription<T> {
  readonly #merge: (waiting: T[], item: T) => void
  #waiting: T[] = []
  #ended = false
  #wake: () => void = () => undefined

  constructor(merge: (waiting: T[], item: T) => void) {
    this.#merge = merge
  }

  push(item: T): void {
    if (this.#ended) return
    this.#merge(this.#waiting, item)
    this.#wake()
  }

  /** Nothing more comes after what is waiting. */
  end(): void {
    this.#ended = true
    this.#wake()
  }

  /** Yields items as they come until `end`, or until `signal` says that the listener has left. For one reader. */
  async *read(signal: AbortSignal | undefined): AsyncGenerator<T, void, void> {
    const leave = (): void => this.#wake()
    signal?.addEventListener('abort', leave)
    try {
      while (!signal?.aborted) {
        const item = this.#waiting.shift()
        if (item !== undefined) yield item
        else if (this.#ended) return
        else await new Promise<void>((resolve) => (this.#wake = resolve))
      }
    } finally {
      signal?.removeEventListener('abort', leave)
    }
  }
}
