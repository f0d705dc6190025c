import { Popover as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'

/** A small surface with controls of its own: `<Popover><PopoverTrigger asChild>…</PopoverTrigger><PopoverContent>…</PopoverContent></Popover>`. */
export const Popover = Radix.Root
/** What opens it. */
export const PopoverTrigger = Radix.Trigger
/** What it stands at, where that does not open it. */
export const PopoverAnchor = Radix.Anchor

/** The surface, never higher than there is room for. Escape and a click outside close it; the focus goes back to what opened it. */
export function PopoverContent({ children, className = '', ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={6}
        collisionPadding={8}
        className={`appear z-50 outline-none max-h-(--radix-popover-content-available-height) rounded-card border border-line bg-raised text-sm shadow-float ${className}`}
        {...props}
      >
        {children}
      </Radix.Content>
    </Radix.Portal>
  )
}
