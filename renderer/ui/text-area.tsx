import type { ComponentProps } from 'react'

/** Several lines of text. Grows with its content up to its `max-height`, where the browser can. */
export function TextArea({ className = '', ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      className={`field-sizing-content max-h-[min(320px,40vh)] min-h-20 w-full resize-y rounded-md border border-line-strong bg-raised px-2.5 py-2 text-sm leading-normal select-text ${className}`}
      {...props}
    />
  )
}
