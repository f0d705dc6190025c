/** While somebody types, the model reads along this often (ms). */
const alongMs = 150
/** When nothing was typed for this long (ms), it may be all. */
const restMs = 60

/** Decides when the model reads what is typed. */
export class ReadingAlong {
  readonly #read: (rests: boolean) => void
  #readAt = -Infinity
  #next: ReturnType<typeof setTimeout> | undefined
  #rest: ReturnType<typeof setTimeout> | undefined

  /** `read` is called while somebody types, and, with `rests`, when that pauses. */
  constructor(read: (rests: boolean) => void) {
    this.#read = read
  }

  /** To be called at each key. The first one is read at once. */
  readonly changed = (): void => {
    this.#next ??= setTimeout(() => this.#now(false), Math.max(0, this.#readAt + alongMs - performance.now()))
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => this.#now(true), restMs)
  }

  /** Nothing more is to be read. */
  readonly stop = (): void => {
    clearTimeout(this.#next)
    clearTimeout(this.#rest)
    this.#next = undefined
  }

  #now(rests: boolean): void {
    clearTimeout(this.#next)
    this.#next = undefined
    this.#readAt = performance.now()
    this.#read(rests)
  }
}
