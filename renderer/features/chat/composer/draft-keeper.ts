import { draftTogether } from '@contract/draft.ts'

/** Whose draft it is; null: the new chat's. */
export type DraftOf = string | null

/** Where drafts are stored. */
export interface DraftStore {
  /** Answers as soon as it can be known; must not reject. */
  read: (of: DraftOf) => Promise<string>
  save: (of: DraftOf, text: string) => void
  /** Puts what was typed behind what is stored, whatever that is. */
  extend: (of: DraftOf, typed: string) => void
}

/** What was typed before it is known what was stored earlier. */
interface Begun {
  typed: string
  /** Both together. */
  whole: Promise<string>
}

const pauseMs = 400
/** A novel is not stored at each pause. */
const longPauseMs = 2000
const longText = 100_000

/**
 * Stores what is being written when there is a pause, and at the latest when it is left; but nothing over an earlier draft before
 * that was read.
 */
export class DraftKeeper {
  readonly #store: DraftStore
  readonly #begun = new Map<DraftOf, Begun>()
  #unsaved: { of: DraftOf; text: string } | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(store: DraftStore) {
    this.#store = store
  }

  /** Reads what was stored. Answers what was typed meanwhile (when it was left and is shown again), and both together. */
  restore(of: DraftOf): Readonly<Begun> {
    const begun = this.#begun.get(of) ?? { typed: '', whole: this.#join(of) }
    this.#begun.set(of, begun)
    return begun
  }

  /** Resolves when it is known what was stored earlier. */
  async restored(of: DraftOf): Promise<void> {
    await this.#begun.get(of)?.whole
  }

  /** It was written on. */
  changed(of: DraftOf, text: string): void {
    const begun = this.#begun.get(of)
    if (begun) {
      begun.typed = text
      return
    }
    if (this.#unsaved && this.#unsaved.of !== of) this.flush()
    this.#unsaved = { of, text }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), text.length > longText ? longPauseMs : pauseMs)
  }

  /** Stores now what is not stored yet. */
  flush(): void {
    const unsaved = this.#unsaved
    this.forget()
    if (unsaved) this.#store.save(unsaved.of, unsaved.text)
  }

  /** The page goes away: stores all there is, also what was typed before it was known what was stored earlier. */
  leave(): void {
    this.flush()
    for (const [of, { typed }] of this.#begun) if (typed.trim() !== '') this.#store.extend(of, typed)
    this.#begun.clear()
  }

  /** What is not stored yet need not be any more. */
  forget(): void {
    clearTimeout(this.#timer)
    this.#unsaved = null
  }

  async #join(of: DraftOf): Promise<string> {
    const stored = await this.#store.read(of)
    const typed = this.#begun.get(of)?.typed ?? ''
    this.#begun.delete(of)
    const whole = draftTogether(stored, typed)
    if (whole !== stored) this.changed(of, whole)
    return whole
  }
}
