import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'

/** An answer's head. */
interface Head {
  status: number
  headers: IncomingHttpHeaders
}

/** So much of a body waits for its reader before the host has to. */
const mostWaitingBytes = 262_144

/** What undici tells of an answer, for one reader: the head, then the bytes as they come, no faster than they are read. */
export class IncomingAnswer implements Dispatcher.DispatchHandler {
  readonly #head = Promise.withResolvers<Head>()
  readonly #onBytes: (count: number) => void
  readonly #onBroken: () => void
  #controller: Dispatcher.DispatchController | null = null
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #end: { error: Error | null } | null = null
  #wake: () => void = () => undefined

  /** `onBytes` hears of what comes in, `onBroken` that it broke, also when nobody reads. */
  constructor(onBytes: (count: number) => void, onBroken: () => void) {
    this.#onBytes = onBytes
    this.#onBroken = onBroken
    // Who aborts it may not wait for it any more.
    this.#head.promise.catch(() => undefined)
  }

  /** Rejects with what undici failed with, or what it was aborted with. */
  get head(): Promise<Head> {
    return this.#head.promise
  }

  /** Ends it at once, and with it the connection. One that is through is left as it is. */
  abort(error: Error): void {
    if (this.#end) return
    this.#waiting = []
    this.#controller?.abort(error)
    this.#break(error)
  }

  /** The body's bytes. What has come before it broke comes before the error. */
  async *body(): AsyncGenerator<Uint8Array, void, void> {
    for (;;) {
      const chunk = this.#waiting.shift()
      if (chunk) {
        this.#waitingBytes -= chunk.byteLength
        if (this.#controller?.paused === true && this.#waitingBytes < mostWaitingBytes) this.#controller.resume()
        yield chunk
      } else if (!this.#end) await new Promise<void>((resolve) => (this.#wake = resolve))
      else if (this.#end.error) throw this.#end.error
      else return
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#end?.error) controller.abort(this.#end.error)
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status >= 200) this.#head.resolve({ status, headers })
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#end) return
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.byteLength
    if (this.#waitingBytes >= mostWaitingBytes) controller.pause()
    this.#onBytes(chunk.byteLength)
    this.#wake()
  }

  onResponseEnd(): void {
    this.#end ??= { error: null }
    this.#wake()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.#end) this.#break(error)
  }

  #break(error: Error): void {
    this.#end = { error }
    this.#head.reject(error)
    this.#onBroken()
    this.#wake()
  }
}
