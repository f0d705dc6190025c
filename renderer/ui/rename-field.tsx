import { useEffect, useRef, useState } from 'react'
import { takesEscape } from './escape.ts'

interface RenameFieldProps {
  /** Accessible name. */
  label: string
  title: string
  maxLength: number
  /** Its size and its type, as those of the title that it takes the place of. */
  className?: string
  /** The new title, or null when it was left as it is. `byKey`: Enter or Escape, so the focus returns to where it was. */
  onDone: (title: string | null, byKey: boolean) => void
}

/** A title while it is being changed, in its place: Enter keeps it, Escape leaves it. */
export function RenameField({
  label,
  title,
  maxLength,
  className = 'h-8 w-full text-[13.5px]',
  onDone,
}: RenameFieldProps) {
  const [text, setText] = useState(title)
  const field = useRef<HTMLInputElement>(null)
  const done = useRef(false)

  useEffect(() => {
    field.current?.select()
    field.current?.scrollIntoView({ block: 'nearest' })
  }, [])

  const finish = (keep: boolean, byKey: boolean): void => {
    if (done.current) return
    done.current = true
    const trimmed = text.trim()
    onDone(keep && trimmed !== '' && trimmed !== title ? trimmed : null, byKey)
  }

  return (
    <input
      ref={field}
      {...takesEscape(true)}
      aria-label={label}
      value={text}
      maxLength={maxLength}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => finish(true, false)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        event.stopPropagation()
        if (event.key === 'Enter') finish(true, true)
        if (event.key === 'Escape') {
          event.preventDefault()
          finish(false, true)
        }
      }}
      className={`focus-inset rounded-md bg-raised px-2.5 ${className}`}
    />
  )
}
