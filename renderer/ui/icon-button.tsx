import clsx from 'clsx'
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { ariaShortcut } from './shortcut.ts'
import { Tooltip } from './tooltip.tsx'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  icon: LucideIcon
  /** Accessible name and tooltip. */
  label: string
  /** What it has just done: the tooltip says this instead, at once. */
  done?: string | undefined
  /** Shown in the tooltip and told to assistive technology; handled elsewhere. */
  shortcut?: string
  /** 26 or 32 px square. */
  size?: 'small' | 'normal'
  /** `solid` stands on its own ground. */
  variant?: 'quiet' | 'solid'
  tooltipSide?: 'top' | 'right' | 'bottom' | 'left'
}

/** A button that is an icon, with a name and a tooltip. */
export function IconButton({
  icon: Icon,
  label,
  done,
  shortcut,
  size = 'normal',
  variant = 'quiet',
  tooltipSide = 'bottom',
  className,
  type = 'button',
  ...props
}: IconButtonProps) {
  return (
    <Tooltip label={label} done={done} shortcut={shortcut} side={tooltipSide}>
      <button
        type={type}
        aria-label={label}
        aria-keyshortcuts={shortcut && ariaShortcut(shortcut)}
        className={clsx(
          'inline-grid shrink-0 place-items-center hover:bg-hover disabled:pointer-events-none disabled:opacity-45',
          'aria-pressed:bg-active aria-pressed:text-text data-[state=open]:bg-active',
          size === 'small' ? 'size-[26px] rounded-sm' : 'size-8 rounded-md',
          variant === 'solid' ? 'border border-line bg-raised text-text' : 'text-soft',
          className,
        )}
        {...props}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </Tooltip>
  )
}
