import { useEffect, useRef, useState, type ReactNode } from 'react'

interface ScrollBoxProps {
  /** Its accessible name while it can be scrolled. */
  label: string
  className: string
  children: ReactNode
}

/** A box that scrolls sideways when its one child is wider, and can then be reached to be scrolled by key. */
export function ScrollBox({ label, className, children }: ScrollBoxProps) {
  const box = useRef<HTMLDivElement>(null)
  const [scrolls, setScrolls] = useState(false)

  useEffect(() => {
    const view = box.current
    const content = view?.firstElementChild
    if (!view || !content) return
    const observer = new ResizeObserver(() => setScrolls(view.scrollWidth > view.clientWidth))
    observer.observe(view)
    observer.observe(content)
    return () => observer.disconnect()
  }, [])

  const reachable = scrolls ? { role: 'group', 'aria-label': label, tabIndex: 0 } : {}
  return (
    <div ref={box} className={className} {...reachable}>
      {children}
    </div>
  )
}
