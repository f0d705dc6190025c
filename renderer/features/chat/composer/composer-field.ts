/** A pasted text from this length on (characters) is held aside: the browser's field would take seconds for each key. */
const asideText = 50_000
/** A text of this length is not measured at each key: the field is as high as it can be. */
const tallText = 20_000

/** How the field stands, as far as others show it. */
export interface FieldState {
  hasText: boolean
  tall: boolean
  /** Length of what is held aside. */
  asideLength: number
}

/** A text that is too long for the field comes after what was typed, a line between them. */
export function joined(typed: string, aside: string): string {
  return typed.trim() === '' || aside === '' ? typed.trim() + aside : `${typed.trimEnd()}\n\n${aside}`
}

/**
 * The text that is being written. The element itself holds it, so that a key costs nothing here; a text as long as a book is held
 * beside it.
 */
export class ComposerField {
  #element: HTMLTextAreaElement | null = null
  #aside = ''
  #state: FieldState = { hasText: false, tall: false, asideLength: 0 }
  readonly #listeners = new Set<() => void>()

  /** For `ref`. */
  attach(element: HTMLTextAreaElement | null): void {
    this.#element = element
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly state = (): FieldState => this.#state

  readonly focus = (): void => {
    this.#element?.focus({ preventScroll: true })
  }

  /** Everything that would be sent. */
  text(): string {
    const typed = this.#element?.value ?? ''
    return this.#aside === '' ? typed : joined(typed, this.#aside)
  }

  setText(text: string): void {
    const isLong = text.length >= asideText
    this.#aside = isLong ? text : ''
    if (this.#element) this.#element.value = isLong ? '' : text
    this.look()
  }

  setCaret(position: number): void {
    this.#element?.setSelectionRange(position, position)
  }

  /** Takes a pasted text aside if it is too long for the field. */
  takeAside(text: string): boolean {
    if (text.length < asideText) return false
    this.#aside = joined(this.#aside, text)
    this.look()
    return true
  }

  /** Throws away what is held aside. */
  dropAside(): void {
    this.#aside = ''
    this.look()
  }

  /** The element's text changed. */
  look(): void {
    const typed = this.#element?.value ?? ''
    const state: FieldState = {
      hasText: this.#aside !== '' || /\S/.test(typed),
      tall: typed.length > tallText,
      asideLength: this.#aside.length,
    }
    const { hasText, tall, asideLength } = this.#state
    if (state.hasText === hasText && state.tall === tall && state.asideLength === asideLength) return
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
