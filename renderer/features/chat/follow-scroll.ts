/** Where a scrolled view stands, in pixels. */
export interface ScrollPlace {
  top: number
  height: number
  viewport: number
}

/** This close to the end counts as the end. */
const nearPx = 24
/** Earlier messages are put on the page when the person is this near to where they belong. */
const aheadPx = 2400
/** From here on there is something to come back to. */
const awayPx = 160

const distance = ({ top, height, viewport }: ScrollPlace): number => height - viewport - top

/** Whether the end is followed after the view was scrolled from one place to another. */
export function followsAfterScroll(following: boolean, before: ScrollPlace, now: ScrollPlace): boolean {
  if (distance(now) <= 1) return true
  // What became shorter, or a window of another size, moves the view by itself.
  const wentUp = now.top < before.top && now.height >= before.height && now.viewport === before.viewport
  if (wentUp) return false
  return following || (now.top > before.top && distance(now) <= nearPx)
}

const placeOf = ({ scrollTop, scrollHeight, clientHeight }: HTMLElement): ScrollPlace => ({
  top: scrollTop,
  height: scrollHeight,
  viewport: clientHeight,
})

/**
 * Keeps the end of a conversation in sight while an answer is written, until the person scrolls up; and right after the conversation
 * was opened, until the person touches it. What is being read never moves.
 */
export class ScrollFollower {
  #view: HTMLElement | null = null
  #before: ScrollPlace = { top: 0, height: 0, viewport: 0 }
  #following = true
  #touched = false
  #writing = false
  #away = false
  /** Number of the first message that is there. */
  #first = 0
  readonly #listeners = new Set<() => void>()

  /** Takes care of a view and what is scrolled in it. Answers how to let go of them. */
  attach(view: HTMLElement, content: HTMLElement): () => void {
    this.#view = view
    this.toLatest()
    const left = new AbortController()
    const { signal } = left
    const observer = new ResizeObserver(() => this.#onResize(view))
    observer.observe(view)
    observer.observe(content)
    view.addEventListener('scroll', () => this.#onScroll(view), { passive: true, signal })
    for (const type of ['pointerdown', 'keydown', 'wheel']) {
      view.addEventListener(type, (event) => this.#onTouch(event), { passive: true, signal })
    }
    return () => {
      left.abort()
      observer.disconnect()
    }
  }

  /** An answer is being written, or not any more. */
  setWriting(writing: boolean): void {
    this.#writing = writing
  }

  /** Calls back when an element above all that is there comes near. Answers how to stop waiting. */
  whenNear(top: HTMLElement, callback: () => void): () => void {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) callback()
      },
      { root: this.#view, rootMargin: `${aheadPx}px 0px 0px 0px` },
    )
    observer.observe(top)
    return () => observer.disconnect()
  }

  /**
   * Messages were put above the others; `first` is the number of the first one. The browser keeps what is being read in its place,
   * but not at the very top.
   */
  grewAbove(first: number): void {
    const view = this.#view
    if (view && first < this.#first && view.scrollTop < 1) view.scrollTop += view.scrollHeight - this.#before.height
    this.#first = first
  }

  /** Goes to the end and stays there. */
  readonly toLatest = (): void => {
    this.#following = true
    this.#touched = false
    if (!this.#view) return
    this.#view.scrollTop = this.#view.scrollHeight
    this.#settle(this.#view)
  }

  /** For `useSyncExternalStore`: whether the person is away from the end, so that there is something to come back to. */
  readonly away = (): boolean => this.#away

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #onScroll(view: HTMLElement): void {
    this.#following = followsAfterScroll(this.#following, this.#before, placeOf(view))
    this.#settle(view)
  }

  #onResize(view: HTMLElement): void {
    if (this.#following && (this.#writing || !this.#touched)) view.scrollTop = view.scrollHeight
    this.#settle(view)
  }

  #onTouch(event: Event): void {
    this.#touched = true
    const unfolds = event.target instanceof Element && event.target.closest('[aria-expanded]')
    if (unfolds) this.#following = false
  }

  #settle(view: HTMLElement): void {
    this.#before = placeOf(view)
    const away = !this.#following && distance(this.#before) > awayPx
    if (away === this.#away) return
    this.#away = away
    for (const listener of this.#listeners) listener()
  }
}
