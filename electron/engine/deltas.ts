import type { Part } from '../contract/message.ts'

/** About one batch a frame at 30 frames a second. */
const smoothMs = 33
/**
 * Where the model computes on every core, each batch on its way through the processes and onto the screen takes from it: on two cores, thirty
 * batches a second cost a third of the speed. What comes slower than this is still sent as it comes. Milliseconds, times
 * the cores.
 */
const sparingCoreMs = 500
/** Text has to be stored this often (ms). */
const longestMs = 250
/** Up to this many cores, none is left over. */
const fewCores = 4

/** More than this is sent at once, however soon (characters): what is put on the page together must not take it long. */
const largestBatch = 400

/** How often text is sent (ms), by the cores there are and the layers that a GPU carries. */
export function deltaInterval(cores: number, gpuLayers: number): number {
  return cores <= fewCores && gpuLayers === 0 ? Math.min(sparingCoreMs / cores, longestMs) : smoothMs
}

/** Text that is on its way out: the first of it at once, the rest in batches. */
export class Deltas {
  readonly #send: (kind: Part['type'], text: string) => void
  readonly #intervalMs: number
  #kind: Part['type'] = 'text'
  #text = ''
  #timer: NodeJS.Timeout | null = null
  #sentAt = -Infinity

  constructor(intervalMs: number, send: (kind: Part['type'], text: string) => void) {
    this.#intervalMs = intervalMs
    this.#send = send
  }

  add(kind: Part['type'], text: string): void {
    if (text === '') return
    if (kind !== this.#kind) this.flush()
    this.#kind = kind
    this.#text += text
    const wait = this.#sentAt + this.#intervalMs - performance.now()
    if (wait <= 0 || this.#text.length >= largestBatch) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), wait)
  }

  /** Sends what is waiting now. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#text === '') return
    const text = this.#text
    this.#text = ''
    this.#sentAt = performance.now()
    this.#send(this.#kind, text)
  }
}
