import { useEffect, useState } from 'react'

/** The time in milliseconds since 1970, each second while it is needed. */
export function useNow(needed: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!needed) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [needed])
  return now
}
