/** How long a task may go on with work that can wait (ms). */
const share = 10

/**
 * Divides work that must run on the page's thread into tasks: what fits into the running one is done at once, the rest waits its turn. So
 * that one formula is there immediately and a thousand do not stall the page.
 */
export class Turns {
  readonly #waiting = new Set<() => void>()
  readonly #now: () => number
  #spent = 0
  #scheduled = false

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Does it now or later. Returns how to take it back. */
  take(work: () => void): () => void {
    this.#schedule()
    if (this.#spent < share && this.#waiting.size === 0) {
      this.#do(work)
      return () => undefined
    }
    this.#waiting.add(work)
    return () => this.#waiting.delete(work)
  }

  #do(work: () => void): void {
    const begin = this.#now()
    work()
    this.#spent += this.#now() - begin
  }

  /** A new task has its whole share again. */
  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setTimeout(() => {
      this.#scheduled = false
      this.#spent = 0
      for (const work of this.#waiting) {
        this.#waiting.delete(work)
        this.#do(work)
        if (this.#spent >= share) break
      }
      if (this.#waiting.size > 0) this.#schedule()
    })
  }
}
