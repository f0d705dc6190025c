import type { ComponentProps } from 'react'

/** One line of text. */
export function TextField({ className = '', type = 'text', ...props }: ComponentProps<'input'>) {
  return (
    <input
      type={type}
      className={`h-8 rounded-md border border-line-strong bg-raised px-2.5 text-sm select-text ${className}`}
      {...props}
    />
  )
}
