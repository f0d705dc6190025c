import { useEffect, useState, type RefObject } from 'react'

/**
 * Whether the pointer is over an element. What opens from it but lies elsewhere on the page, like a menu, does not count; to React's own events it
 * does, and when it closes under the pointer they do not hear that the pointer has left.
 */
export function usePointerOver(element: RefObject<HTMLElement | null>): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const { current } = element
    if (!current) return
    const listening = new AbortController()
    const { signal } = listening
    current.addEventListener('pointerenter', () => setOver(true), { signal })
    current.addEventListener('pointerleave', () => setOver(false), { signal })
    return () => listening.abort()
  }, [element])
  return over
}
