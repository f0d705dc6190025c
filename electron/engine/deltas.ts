import type { Part } from '../contract/message.ts'

/** About one batch a frame at 30 frames a second. */
const intervalMs = 33

/** Text that is on its way out: the first of it at once, the rest in batches. */
export class Deltas {
  readonly #send: (kind: Part['type'], text: string) => void
  #kind: Part['type'] = 'text'
  #text = ''
  #timer: NodeJS.Timeout | null = null
  #sentAt = -Infinity

  constructor(send: (kind: Part['type'], text: string) => void) {
    this.#send = send
  }

  add(kind: Part['type'], text: string): void {
    if (text === '') return
    if (kind !== this.#kind) this.flush()
    this.#kind = kind
    this.#text += text
    const wait = this.#sentAt + intervalMs - performance.now()
    if (wait <= 0) this.flush()
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
