import { useEffect, useEffectEvent, useState } from 'react'
import { TextArea } from './text-area.tsx'

/** How long nothing was typed until it counts as settled, ms. */
const pauseMs = 500

interface SettledTextAreaProps {
  /** Accessible name. */
  label: string
  value: string
  placeholder: string
  maxLength: number
  /** A text was settled: after a pause, when the field is left, and when it goes away. */
  onSettle: (text: string) => void
}

/** Several lines of text that are kept by themselves. */
export function SettledTextArea({ label, value, placeholder, maxLength, onSettle }: SettledTextAreaProps) {
  const [typed, setTyped] = useState<string | null>(null)

  const settle = (): void => {
    if (typed === null) return
    setTyped(null)
    if (typed !== value) onSettle(typed)
  }
  const onPause = useEffectEvent(settle)
  useEffect(() => {
    if (typed === null) return
    const timer = setTimeout(() => onPause(), pauseMs)
    return () => clearTimeout(timer)
  }, [typed])
  useEffect(() => () => onPause(), [])

  return (
    <TextArea
      aria-label={label}
      value={typed ?? value}
      placeholder={placeholder}
      maxLength={maxLength}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={settle}
    />
  )
}
