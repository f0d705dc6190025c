import clsx from 'clsx'
import type { ReactNode } from 'react'

/** One part of a view, with an address of its own. */
interface Tab {
  /** With `#`. */
  href: string
  name: string
  /** How many things it has; null: not known. */
  count?: number | null
  current: boolean
}

interface LinkTabsProps {
  /** Accessible name. */
  label: string
  tabs: readonly Tab[]
  /** At the other end of the line. */
  children?: ReactNode
}

/** The way between the parts of a view; the one that is shown burns. */
export function LinkTabs({ label, tabs, children }: LinkTabsProps) {
  return (
    <div className="flex flex-wrap-reverse items-end justify-between gap-x-4 border-b border-line">
      <nav aria-label={label} className="-mb-px flex min-w-0 gap-5 overflow-x-auto">
        {tabs.map(({ href, name, count, current }) => (
          <a
            key={href}
            href={href}
            draggable={false}
            aria-current={current ? 'page' : undefined}
            className={clsx(
              'focus-inset flex h-10 items-center gap-2.5 whitespace-nowrap',
              current ? 'font-medium shadow-[inset_0_-2px_var(--ember)]' : 'text-soft hover:text-text',
            )}
          >
            {name}
            {typeof count === 'number' && <span className="text-xs font-normal text-faint tabular-nums">{count}</span>}
          </a>
        ))}
      </nav>
      <div className="pb-1">{children}</div>
    </div>
  )
}
