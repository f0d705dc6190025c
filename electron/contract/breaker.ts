/** Counts crashes and says when restarting is no use any more: at the `limit`th crash within `windowMs` milliseconds. */
export class Breaker {
  readonly #limit: number
  readonly #windowMs: number
  #crashes: number[] = []

  constructor(limit = 3, windowMs = 60_000) {
    this.#limit = limit
    this.#windowMs = windowMs
  }

  /** Notes a crash at `now` (ms). True: it may be restarted. */
  crashed(now: number): boolean {
    this.#crashes = [...this.#crashes.filter((at) => now - at < this.#windowMs), now]
    return this.#crashes.length < this.#limit
  }

  /** Crashes that still count. */
  get crashes(): number {
    return this.#crashes.length
  }

  /** A person asked to try again: counting starts anew. */
  reset(): void {
    this.#crashes = []
  }
}
