import { useEffect, useState } from 'react'
import { untilNextDay } from './day-groups.ts'

/** A moment of the present day, ms; a new one each midnight. */
export function useToday(): number {
  const [moment, setMoment] = useState(() => Date.now())
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const waitForMidnight = (): void => {
      timer = setTimeout(() => {
        setMoment(Date.now())
        waitForMidnight()
      }, untilNextDay(Date.now()))
    }
    waitForMidnight()
    return () => clearTimeout(timer)
  }, [])
  return moment
}
