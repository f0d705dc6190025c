import { useRef } from 'react'

let givingBack = false

/** The focus is just being given to what nobody went to, as when a box is closed: nobody asks what that is. */
export function isFocusComingBack(): boolean {
  return givingBack
}

/** Gives the focus to what nobody went to. */
export function giveFocus(element: HTMLElement): void {
  givingBack = true
  element.focus({ preventScroll: true })
  givingBack = false
}

/**
 * Gives the focus to a box over the page, and back to where it was when the box has gone: Radix gives it back to a trigger of its own,
 * which there is none of. Within the box it begins at what has `data-takes-focus`, else at the box itself: what closes it is not what it
 * is about, and the tooltip of a first button would take the Escape that is meant for the box. For the content of a dialog.
 */
export function useFocusLoan(): { onOpenAutoFocus: (event: Event) => void; onCloseAutoFocus: (event: Event) => void } {
  const before = useRef<Element | null>(null)
  return {
    onOpenAutoFocus: (event) => {
      before.current = document.activeElement
      event.preventDefault()
      const box = event.currentTarget
      if (!(box instanceof HTMLElement)) return
      const first = box.querySelector<HTMLElement>('[data-takes-focus]') ?? box
      first.focus({ preventScroll: true })
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault()
      if (!(before.current instanceof HTMLElement)) return
      givingBack = true
      before.current.focus()
      givingBack = false
    },
  }
}
