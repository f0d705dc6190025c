import clsx from 'clsx'
import type { ComponentProps } from 'react'

const variants = {
  /** The one thing on a view that asks to be pressed. */
  primary: 'border-transparent bg-ember text-on-ember hover:brightness-105 active:brightness-95',
  plain: 'border-line-strong bg-raised text-text hover:bg-[image:linear-gradient(var(--bg-hover),var(--bg-hover))]',
  /** Takes something away. */
  danger: 'border-transparent bg-rust-text text-raised hover:brightness-110 active:brightness-95',
  /** Among text and in rows. */
  quiet: 'border-transparent text-soft hover:bg-hover hover:text-text',
}

interface Look {
  variant?: keyof typeof variants
  size?: 'dense' | 'normal'
}

function look(variant: Look['variant'] = 'plain', size: Look['size'] = 'normal'): string {
  return clsx(
    'inline-flex shrink-0 items-center justify-center gap-[7px] rounded-md border text-sm font-medium whitespace-nowrap',
    'disabled:pointer-events-none disabled:opacity-50 [&_svg]:size-4 [&_svg]:stroke-[1.75]',
    size === 'dense' ? 'h-7 px-2.5' : 'h-8 px-3',
    variants[variant],
  )
}

/** A button with words on it; put an icon before them as a child if it helps. */
export function Button({ variant, size, className, type = 'button', ...props }: Look & ComponentProps<'button'>) {
  return <button type={type} className={clsx(look(variant, size), className)} {...props} />
}

/** A link to another view, beside buttons and as they look. */
export function ButtonLink({ variant, size, className, children, ...props }: Look & ComponentProps<'a'>) {
  return (
    <a draggable={false} className={clsx(look(variant, size), className)} {...props}>
      {children}
    </a>
  )
}
