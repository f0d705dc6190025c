import { Search, X } from 'lucide-react'
import { useRef } from 'react'
import { takesEscape } from './escape.ts'
import { IconButton } from './icon-button.tsx'

interface SearchInputProps {
  /** Accessible name. */
  label: string
  placeholder: string
  value: string
  clearLabel: string
  onChange: (value: string) => void
  /** Enter. */
  onSubmit?: () => void
  className?: string
}

/** A field that finds something. Escape empties it before it does anything else. */
export function SearchInput(props: SearchInputProps) {
  const { label, placeholder, value, clearLabel, onChange, onSubmit, className = '' } = props
  const field = useRef<HTMLInputElement>(null)
  return (
    <div className={`relative flex items-center ${className}`}>
      <Search
        size={16}
        strokeWidth={1.75}
        aria-hidden="true"
        className="pointer-events-none absolute left-2.5 text-faint"
      />
      <input
        ref={field}
        {...takesEscape(value !== '')}
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        maxLength={200}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter') onSubmit?.()
          if (event.key === 'Escape' && value !== '') {
            event.preventDefault()
            onChange('')
          }
        }}
        className="h-8 w-full rounded-md border border-line-strong bg-raised pr-8 pl-8.5 text-sm select-text"
      />
      {value !== '' && (
        <IconButton
          icon={X}
          label={clearLabel}
          size="small"
          className="absolute right-[3px]"
          onClick={() => {
            onChange('')
            field.current?.focus()
          }}
        />
      )}
    </div>
  )
}
