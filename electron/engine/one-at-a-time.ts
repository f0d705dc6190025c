/**
 * Lets one piece of work at a time use the model. What a person waits for goes first: it makes what runs in the background give
 * way, also what only waits for its turn.
 */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve()
  #giveWay = new AbortController()

  /** Runs `work` after what is running now. */
  urgent<T>(work: () => Promise<T>): Promise<T> {
    this.#giveWay.abort()
    this.#giveWay = new AbortController()
    return this.#afterwards(work)
  }

  /**
   * Runs `work` when its turn comes; its signal says when to give way. `left`: whoever asked for it does not want it any more.
   * With either of them it may be run with an aborted signal from the beginning.
   */
  background<T>(left: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const signals = [this.#giveWay.signal, ...(left ? [left] : [])]
    return this.#afterwards(() => work(AbortSignal.any(signals)))
  }

  #afterwards<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => undefined)
    return result
  }
}
