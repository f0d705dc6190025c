import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { leaveEscapeToField } from './escape.ts'
import { useFocusLoan } from './focus-loan.ts'
import { IconButton } from './icon-button.tsx'

interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  /** What it is about, in a sentence or two. */
  description?: ReactNode
  /** Accessible name of the button that closes it. */
  closeLabel: string
  /** As wide as text wants to be, or as code. */
  size?: 'normal' | 'wide'
  children?: ReactNode
  /** What can be done, the main thing last; the focus begins at what has `data-takes-focus`. */
  actions?: ReactNode
}

/** A box over the page that wants an answer, or shows something at length. Escape and a click outside close it. */
export function Dialog({ open, onClose, title, description, closeLabel, size = 'normal', ...props }: DialogProps) {
  const { children, actions } = props
  const focus = useFocusLoan()
  return (
    <Radix.Root open={open} onOpenChange={(nowOpen) => (nowOpen ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="appear veil z-40" />
        <Radix.Content
          tabIndex={-1}
          {...focus}
          onEscapeKeyDown={leaveEscapeToField}
          onInteractOutside={(event) => {
            // A notice is over the box, not behind it.
            if (event.target instanceof Element && event.target.closest('[data-sonner-toaster]')) event.preventDefault()
          }}
          {...(!description && { 'aria-describedby': undefined })}
          className={`appear fixed top-1/2 left-1/2 z-40 flex max-h-[86vh] w-[calc(100vw-32px)] -translate-1/2 flex-col rounded-[14px] outline-none border border-line bg-raised shadow-float ${
            size === 'wide' ? 'max-w-[760px]' : 'max-w-[480px]'
          }`}
        >
          <div className="flex items-start gap-3 pt-3.5 pr-3 pl-5">
            <Radix.Title className="min-w-0 flex-1 pt-1 text-lg font-[550] text-pretty break-words">
              {title}
            </Radix.Title>
            <Radix.Close asChild>
              <IconButton icon={X} label={closeLabel} />
            </Radix.Close>
          </div>
          <div className="min-h-0 overflow-y-auto px-5 pb-5">
            {description && (
              <Radix.Description asChild>
                <div className="mt-1 text-sm text-pretty text-soft">{description}</div>
              </Radix.Description>
            )}
            {children}
          </div>
          {actions && <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{actions}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
