import { setImmediate } from 'node:timers/promises'
import type { Port } from '../contract/port.ts'

/** The ports of the pages that are there. */
export class Pages {
  readonly #open = new Set<Port>()
  readonly #waiting = new Set<() => void>()

  add(port: Port): void {
    this.#open.add(port)
    port.on('close', () => {
      this.#open.delete(port)
      if (this.#open.size === 0) for (const resolve of this.#waiting) resolve()
    })
  }

  /** Settled when all pages have gone and what they said last has been done, or after `limitMs`. */
  async gone(limitMs: number): Promise<void> {
    if (this.#open.size > 0) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#waiting.add(resolve)
      const limit = setTimeout(resolve, limitMs)
      await promise
      clearTimeout(limit)
    }
    // A call is taken up a few microtasks after it has arrived.
    await setImmediate()
  }
}
