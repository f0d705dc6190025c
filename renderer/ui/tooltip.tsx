import { Tooltip as Radix } from 'radix-ui'
import { useRef, useState, type ReactElement, type ReactNode } from 'react'
import { isFocusComingBack } from './focus-loan.ts'
import { Kbd } from './kbd.tsx'
import { shareKey } from './shortcut.ts'

/** What Escape closes before anything else. */
const closedByEscape = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]'

/** Radix takes the Escape that closes a tooltip. It was meant for what is below, unless that is closed by Escape itself. */
function onEscape(event: Event): void {
  if (!document.querySelector(closedByEscape)) shareKey(event)
}

interface TooltipProps {
  /** null: there is nothing to say at the moment. */
  label: ReactNode
  /** Shown at once and in place of the label, for as long as it is given: what the control has just done. */
  done?: string | undefined
  shortcut?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactElement
}

/** Provides the delays that all tooltips share. Once, around the application. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={600} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  )
}

/** A few words about a control, on hover and keyboard focus. Never the only place where something is said. */
export function Tooltip({ label, done, shortcut, side = 'bottom', children }: TooltipProps) {
  const [open, setOpen] = useState(false)
  const trigger = useRef<HTMLButtonElement>(null)
  const [doneBefore, setDoneBefore] = useState(done)
  // The click itself has closed it.
  if (done !== doneBefore) {
    setDoneBefore(done)
    setOpen(done !== undefined)
  }
  // What has a menu open says enough by it; a tooltip that was on its way would come up behind.
  const change = (nowOpen: boolean): void =>
    setOpen(nowOpen && label !== null && trigger.current?.ariaExpanded !== 'true')
  // Else it would come up again by itself with the next words: Radix does not say that it closes what is not shown.
  if (open && label === null) setOpen(false)
  return (
    <Radix.Root open={open && label !== null} onOpenChange={change}>
      <Radix.Trigger
        asChild
        ref={trigger}
        // What opens by a click gives the focus to its first button, which nobody has asked about. Where a question was that has been
        // answered, the tooltip would also take the Escape that is meant for the box that the question was about.
        onFocus={(event) => {
          if (isFocusComingBack() || !event.currentTarget.matches(':focus-visible')) event.preventDefault()
        }}
      >
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onEscapeKeyDown={onEscape}
          className="appear z-50 flex max-w-72 items-center gap-2 rounded-sm border border-line bg-raised px-2 py-1 text-xs text-text shadow-float"
        >
          {done ?? label}
          {shortcut && <Kbd shortcut={shortcut} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
