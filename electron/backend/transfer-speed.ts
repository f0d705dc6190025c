import type { Pace } from '../contract/download.ts'

/** Older than this counts little (ms). */
const memoryMs = 5000
/** Before this much was seen, nothing is said (ms). */
const earliestMs = 800

/** Of what does not move just now. */
export const standingStill: Pace = { bytesPerSecond: null, secondsLeft: null }

/** How fast bytes come: an average in which the last seconds count most. */
export class TransferSpeed {
  #begunAt: number | null = null
  #lastAt = 0
  /** Bytes and milliseconds, fading together. */
  #bytes = 0
  #ms = 0

  /** Bytes came. */
  add(bytes: number, now: number): void {
    this.#begunAt ??= now
    if (this.#lastAt === 0) this.#lastAt = now
    this.#fade(now)
    this.#bytes += bytes
  }

  /** How fast it is, and how long that makes the bytes that are left. */
  pace(bytesLeft: number, now: number): Pace {
    const speed = this.#bytesPerSecond(now)
    return {
      bytesPerSecond: speed === null ? null : Math.round(speed),
      secondsLeft: speed === null || speed < 1 ? null : Math.ceil(bytesLeft / speed),
    }
  }

  #bytesPerSecond(now: number): number | null {
    if (this.#begunAt === null || now - this.#begunAt < earliestMs) return null
    this.#fade(now)
    return this.#ms > 0 ? (this.#bytes * 1000) / this.#ms : null
  }

  #fade(now: number): void {
    const elapsed = Math.max(0, now - this.#lastAt)
    const kept = Math.exp(-elapsed / memoryMs)
    this.#bytes *= kept
    // The integral of the fading over the time that passed: a steady stream gives its exact speed.
    this.#ms = this.#ms * kept + memoryMs * (1 - kept)
    this.#lastAt = now
  }
}
