/** Tells a list when it has changed: at once where that matters, else not more often than every `ms`. */
export class Announcer<T> {
  readonly #list: () => T[]
  readonly #tell: (list: T[]) => void
  readonly #ms: number
  #told = ''
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(list: () => T[], tell: (list: T[]) => void, ms: number) {
    this.#list = list
    this.#tell = tell
    this.#ms = ms
    this.#told = JSON.stringify(list())
  }

  /** Something may have changed; `matters`: somebody waits for it. */
  stir(matters = false): void {
    if (this.#closed || (this.#timer !== undefined && !matters)) return
    const list = this.#list()
    const text = JSON.stringify(list)
    if (text === this.#told) return
    this.#told = text
    this.#tell(list)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.stir()
    }, this.#ms).unref()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }
}
