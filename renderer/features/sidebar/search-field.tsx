import { Search, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { takesEscape } from '@renderer/ui/escape.ts'
import { Kbd } from '@renderer/ui/kbd.tsx'
import { ariaShortcut } from '@renderer/ui/shortcut.ts'

const fieldId = 'search-conversations'

/** Puts the cursor into the search field, if it is on the page. */
export function focusSearch(): void {
  const field = document.getElementById(fieldId)
  if (field instanceof HTMLInputElement) {
    field.focus()
    field.select()
  }
}

interface SearchFieldProps {
  query: string
  onChange: (query: string) => void
  /** The arrow down was pressed: on into the list. */
  onLeave: () => void
}

/** Filters the list below by title. */
export function SearchField({ query, onChange, onLeave }: SearchFieldProps) {
  const { t } = useTranslation('sidebar')
  return (
    <div className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md bg-hover pr-1.5 pl-2.5 text-faint focus-within:outline-2 focus-within:outline-ember">
      <Search size={16} strokeWidth={1.75} aria-hidden="true" className="shrink-0" />
      <input
        id={fieldId}
        {...takesEscape(query !== '')}
        type="search"
        aria-label={t('search.label')}
        aria-keyshortcuts={ariaShortcut('Mod+K')}
        placeholder={t('search.placeholder')}
        value={query}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape' && query !== '') {
            event.preventDefault()
            event.stopPropagation()
            onChange('')
          }
          if (event.key === 'ArrowDown') {
            event.preventDefault()
            onLeave()
          }
        }}
        className="w-full min-w-0 bg-transparent text-sm text-text focus-visible:outline-none [&::-webkit-search-cancel-button]:hidden"
      />
      {query === '' ? (
        <Kbd shortcut="Mod+K" />
      ) : (
        <button
          type="button"
          aria-label={t('search.clear')}
          onClick={() => {
            onChange('')
            focusSearch()
          }}
          className="grid size-6 shrink-0 place-items-center rounded-sm hover:bg-hover hover:text-text"
        >
          <X size={14} strokeWidth={1.75} aria-hidden="true" />
        </button>
      )}
    </div>
  )
}
