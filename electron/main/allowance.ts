/** More at once than a person causes, however fast. */
const burst = 60
const perSecond = 30

/**
 * How many calls a page may make: a few at once and a steady stream after that. A page that floods main is refused the rest at once,
 * and gets its answers again when it is quiet.
 */
export class Allowance {
  readonly #now: () => number
  #left = burst
  #at: number

  /** `now`: a clock in milliseconds that does not go back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#at = now()
  }

  /** True when one more is allowed. */
  take(): boolean {
    const now = this.#now()
    this.#left = Math.min(burst, this.#left + ((now - this.#at) / 1000) * perSecond)
    this.#at = now
    if (this.#left < 1) return false
    this.#left--
    return true
  }
}
