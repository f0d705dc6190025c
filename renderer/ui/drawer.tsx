import { Dialog as Radix } from 'radix-ui'
import { useRef, type ReactNode } from 'react'

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
  // Radix gives the focus back to a trigger of its own, which there is none of.
  const before = useRef<Element | null>(null)
  return (
    <Radix.Root open={open} onOpenChange={(nowOpen) => (nowOpen ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="appear veil z-30" />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            before.current = document.activeElement
            // Not on its first button, whose tooltip would take the Escape that is meant for the drawer.
            event.preventDefault()
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (before.current instanceof HTMLElement) before.current.focus()
          }}
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
