/** Whose draft it is; null: the new chat's. */
type DraftOf = string | null

const pauseMs = 400
/** A novel is not stored at each pause. */
const longPauseMs = 2000
const longText = 100_000

/** Stores what is being written when there is a pause, and at the latest when it is left. */
export class DraftKeeper {
  readonly #save: (of: DraftOf, text: string) => void
  #unsaved: { of: DraftOf; text: string } | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(save: (of: DraftOf, text: string) => void) {
    this.#save = save
  }

  /** It was written on. */
  changed(of: DraftOf, text: string): void {
    if (this.#unsaved && this.#unsaved.of !== of) this.flush()
    this.#unsaved = { of, text }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), text.length > longText ? longPauseMs : pauseMs)
  }

  /** Stores now what is not stored yet. */
  flush(): void {
    const unsaved = this.#unsaved
    this.forget()
    if (unsaved) this.#save(unsaved.of, unsaved.text)
  }

  /** What is not stored yet need not be any more. */
  forget(): void {
    clearTimeout(this.#timer)
    this.#unsaved = null
  }
}
