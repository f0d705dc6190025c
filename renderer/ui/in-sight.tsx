import { useEffect, useEffectEvent, useRef } from 'react'

/** A place at the end of a list that tells when it comes into sight. Give it another `key` to be told again. */
export function InSight({ onSeen }: { onSeen: () => void }) {
  const place = useRef<HTMLDivElement>(null)
  const seen = useEffectEvent(onSeen)
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) seen()
    })
    if (place.current) observer.observe(place.current)
    return () => observer.disconnect()
  }, [])
  return <div ref={place} aria-hidden="true" className="h-px" />
}
