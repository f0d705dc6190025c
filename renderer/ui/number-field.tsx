import { useState } from 'react'
import { takesEscape } from './escape.ts'
import { TextField } from './text-field.tsx'

interface NumberFieldProps {
  /** Accessible name. */
  label: string
  /** null: empty. */
  value: number | null
  min: number
  max: number
  /** Said while it is empty. */
  placeholder: string
  /** Where there is little room. */
  narrow?: boolean
  /** A whole number within the bounds, or null for empty; when the field is left or Enter is pressed. */
  onChange: (value: number | null) => void
}

/** A whole number, or nothing. What is not one goes back to what it was. */
export function NumberField({ label, value, min, max, placeholder, narrow = false, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)

  const settle = (): void => {
    if (typed === null) return
    setTyped(null)
    const number = numberOf(typed)
    if (number === null) onChange(null)
    else if (Number.isInteger(number)) onChange(Math.min(max, Math.max(min, number)))
  }

  return (
    <TextField
      {...takesEscape(typed !== null)}
      inputMode="numeric"
      aria-label={label}
      value={typed ?? value ?? ''}
      placeholder={placeholder}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) settle()
        if (event.key === 'Escape' && typed !== null) {
          event.preventDefault()
          event.stopPropagation()
          setTyped(null)
        }
      }}
      className={`text-right tabular-nums ${narrow ? 'w-28 min-w-0' : 'w-40'}`}
    />
  )
}

/** A number as people write it: 2048, 2,048, also in full width. null: nothing was written; NaN: it is none. Exported for its test. */
export function numberOf(typed: string): number | null {
  const text = typed.normalize('NFKC').trim()
  if (text === '') return null
  return Number(/^\d{1,3}([, ]\d{3})+$/.test(text) ? text.replaceAll(/[, ]/g, '') : text)
}
