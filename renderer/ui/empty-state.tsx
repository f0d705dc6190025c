import type { ReactNode } from 'react'

interface EmptyStateProps {
  title: string
  children?: ReactNode
}

/** Said where a list has nothing to show: why, and what to do. */
export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-2 px-6 py-10 text-center text-sm text-balance text-soft">
      <p className="max-w-full font-medium wrap-anywhere text-text">{title}</p>
      {children}
    </div>
  )
}
