import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { leaveEscapeToField } from './escape.ts'
import { useFocusLoan } from './focus-loan.ts'

interface DrawerProps {
  side: 'left' | 'right'
  /** Accessible name. */
  label: string
  open: boolean
  onClose: () => void
  children: ReactNode
}

/** A side part that slides over the page; the focus stays within, Escape and a click outside close it. */
export function Drawer({ side, label, open, onClose, children }: DrawerProps) {
  const focus = useFocusLoan()
  return (
    <Radix.Root open={open} onOpenChange={(nowOpen) => (nowOpen ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="appear veil z-30" />
        <Radix.Content
          aria-describedby={undefined}
          {...focus}
          onEscapeKeyDown={leaveEscapeToField}
          className={`fixed inset-y-0 z-30 flex outline-none max-w-[86vw] flex-col shadow-float ${
            side === 'left' ? 'left-0 w-[280px] slide-in-left' : 'right-0 w-[300px] slide-in-right'
          }`}
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
