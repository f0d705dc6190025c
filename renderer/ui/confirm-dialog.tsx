import { AlertDialog as Radix } from 'radix-ui'
import { useRef, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { useFocusLoan } from './focus-loan.ts'

interface ConfirmDialogProps {
  open: boolean
  title: string
  /** What will happen, and what can be undone. */
  description: ReactNode
  cancel: string
  confirm: string
  /**
   * What has to be done before: it stands in the place of `confirm`, and apart from it, so that a second click on what was done does not
   * confirm.
   */
  first?: { label: string; onClick: () => void } | undefined
  /** It takes something away. */
  danger?: boolean
  onCancel: () => void
  /** Whoever shows the box decides whether that closes it. */
  onConfirm: () => void
  /** The box has gone and the focus is where it was before. */
  onGone?: () => void
}

/** Asks before something is done that is not undone with a click. The focus begins at the way back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, title, description, cancel, confirm, first, danger = false, onCancel, onConfirm, onGone } = props
  const focus = useFocusLoan()
  const back = useRef<HTMLButtonElement>(null)
  return (
    <Radix.Root open={open} onOpenChange={(nowOpen) => (nowOpen ? undefined : onCancel())}>
      <Radix.Portal>
        <Radix.Overlay className="appear veil z-40" />
        <Radix.Content
          {...focus}
          onCloseAutoFocus={(event) => {
            focus.onCloseAutoFocus(event)
            onGone?.()
          }}
          className="appear fixed top-1/2 left-1/2 z-40 w-[calc(100vw-32px)] max-w-[440px] -translate-1/2 rounded-[14px] border border-line bg-raised px-5 pt-4.5 pb-4 shadow-float"
        >
          <Radix.Title className="text-lg font-[550] text-pretty break-words">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-1 text-sm text-pretty text-soft">{description}</div>
          </Radix.Description>
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            {first && (
              <Button
                variant="primary"
                className="mr-auto"
                onClick={() => {
                  back.current?.focus() // this button goes away
                  first.onClick()
                }}
              >
                {first.label}
              </Button>
            )}
            <Radix.Cancel asChild>
              <Button ref={back} data-takes-focus>
                {cancel}
              </Button>
            </Radix.Cancel>
            {!first && (
              <Radix.Action asChild>
                <Button
                  variant={danger ? 'danger' : 'primary'}
                  onClick={(event) => {
                    event.preventDefault() // else Radix would close it as if it had been cancelled
                    onConfirm()
                  }}
                >
                  {confirm}
                </Button>
              </Radix.Action>
            )}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
