import { shortcutText } from './shortcut.ts'

/** A shortcut such as `Mod+K` the way this platform writes it. For the eyes only: name it with `aria-keyshortcuts`. */
export function Kbd({ shortcut, className = '' }: { shortcut: string; className?: string }) {
  return (
    <kbd
      aria-hidden="true"
      className={`rounded-xs border border-line px-1 font-sans text-[11px] leading-4 whitespace-nowrap text-faint ${className}`}
    >
      {shortcutText(shortcut)}
    </kbd>
  )
}
