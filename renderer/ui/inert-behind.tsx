import { useLayoutEffect } from 'react'

/** How Radix marks what it hides from assistive technology while something modal is open. */
const hidden = 'data-aria-hidden'

/**
 * Goes on the page with an open menu or list, and off it again: what Radix hides behind it from assistive technology takes no focus
 * either. Radix itself leaves it focusable, so that a screen reader could land on what it is told not to read.
 */
export function InertBehind() {
  useLayoutEffect(() => {
    const made = new Set<HTMLElement>()
    const follow = (): void => {
      for (const element of document.querySelectorAll<HTMLElement>(`[${hidden}]`)) {
        if (element.inert) continue
        element.inert = true
        made.add(element)
      }
    }
    const observer = new MutationObserver(follow)
    observer.observe(document.body, { subtree: true, attributeFilter: [hidden] })
    follow()
    return () => {
      observer.disconnect()
      for (const element of made) element.inert = false
    }
  }, [])
  return null
}
