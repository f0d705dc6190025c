import { useEffect, useRef, type FocusEventHandler, type RefObject } from 'react'
import { giveFocus } from './focus-loan.ts'

interface KeptFocus<T extends HTMLElement> {
  ref: RefObject<T | null>
  onFocus: FocusEventHandler<T>
  onBlur: FocusEventHandler<T>
}

/**
 * Keeps the focus with what it was about where buttons go away by being pressed, as a row with what is cancelled, or *Pause* with what has
 * ended: the first button of the same row takes it, else that of the row in its place, else the page's title. For the element around the
 * rows (`li`), or around the buttons where there are no rows.
 */
export function useKeptFocus<T extends HTMLElement>(): KeptFocus<T> {
  const ref = useRef<T>(null)
  const held = useRef<{ row: HTMLElement; index: number } | null>(null)
  useEffect(() => {
    const around = ref.current
    if (!around) return
    const observer = new MutationObserver(() => {
      // What is taken away says nothing; what is left for something else has been heard.
      if (held.current === null || document.activeElement !== document.body) return
      const { row, index } = held.current
      const heir = [
        row,
        ...rowsOf(around)
          .slice(0, index + 1)
          .toReversed(),
      ].find((each) => firstButton(each) !== null)
      const next = heir ? firstButton(heir) : document.querySelector<HTMLElement>('main h1')
      if (next) giveFocus(next)
    })
    observer.observe(around, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [])
  return {
    ref,
    onFocus: ({ target }) => {
      const around = ref.current
      if (!around) return
      const item = target.closest('li')
      const row = item && around.contains(item) ? item : around
      held.current = { row, index: rowsOf(around).indexOf(row) }
    },
    onBlur: () => {
      held.current = null
    },
  }
}

const rowsOf = (around: HTMLElement): HTMLElement[] =>
  [...around.querySelectorAll('li')].filter((row) => firstButton(row))

const firstButton = (row: HTMLElement): HTMLElement | null =>
  row.isConnected ? row.querySelector<HTMLElement>('button:enabled') : null
