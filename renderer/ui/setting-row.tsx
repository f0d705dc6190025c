import clsx from 'clsx'
import { RotateCcw } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { IconButton } from './icon-button.tsx'

/** Settings that belong together, one row each. */
export function SettingCard({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <div
      {...(label !== undefined && { role: 'group', 'aria-label': label })}
      className="rounded-card border border-line bg-raised *:border-t *:border-line *:px-4 *:py-[13px] *:first:border-t-0"
    >
      {children}
    </div>
  )
}

interface SettingRowProps {
  name: string
  /** What it costs and gives, in a sentence. */
  description?: ReactNode
  /** Beside the name, such as a badge. */
  badge?: ReactNode
  /** The way back to what it was by itself; null while there is nothing to take back. */
  reset?: { label: string; onReset: () => void } | null
  /** The control stands under the words, as wide as the row. */
  wide?: boolean
  children?: ReactNode
}

/** One setting: its name, a sentence, the way back, and the control. */
export function SettingRow({ name, description, badge, reset, wide = false, children }: SettingRowProps) {
  const control = useRef<HTMLDivElement>(null)
  const resetButton = reset && (
    <IconButton
      icon={RotateCcw}
      label={reset.label}
      size="small"
      onClick={() => {
        focusWithin(control.current) // the button itself is about to go
        reset.onReset()
      }}
    />
  )
  return (
    <div
      className={clsx(
        'grid items-center gap-x-6 gap-y-2.5',
        wide ? 'grid-cols-[minmax(0,1fr)_auto]' : '@min-[560px]:grid-cols-[minmax(0,1fr)_auto]',
      )}
    >
      <div className="min-w-0">
        <div className="flex min-h-6 flex-wrap items-center gap-x-2.5">
          <span className="font-medium">{name}</span>
          {badge}
        </div>
        {description && <div className="max-w-[60ch] text-sm text-pretty text-soft">{description}</div>}
      </div>
      {wide && resetButton && <div className="-my-px self-start">{resetButton}</div>}
      {children !== undefined && (
        <div className={clsx('flex max-w-full min-w-0 items-center gap-1', wide && 'col-span-full')}>
          {!wide && (resetButton ?? (reset === null && roomForReset))}
          <div ref={control} className={clsx('min-w-0', wide && 'flex-1')}>
            {children}
          </div>
        </div>
      )}
    </div>
  )
}

/** Beside the words, where they would be broken anew when the button comes: what is typed in would move what is below. */
const roomForReset = <span className="hidden w-[26px] shrink-0 @min-[560px]:block" />

function focusWithin(element: HTMLElement | null): void {
  element?.querySelector<HTMLElement>('button, input, textarea, [role=slider]')?.focus({ preventScroll: true })
}
