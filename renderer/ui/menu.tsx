import { DropdownMenu as Radix } from 'radix-ui'
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { InertBehind } from './inert-behind.tsx'
import { Kbd } from './kbd.tsx'

/** A menu: `<Menu><MenuTrigger asChild>…</MenuTrigger><MenuContent>…</MenuContent></Menu>`. */
export const Menu = Radix.Root
/** What opens the menu. */
export const MenuTrigger = Radix.Trigger

/** The menu's box. */
export function MenuContent({ children, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align="end"
        sideOffset={4}
        collisionPadding={8}
        className="appear z-50 min-w-44 rounded-card border border-line bg-raised p-1 text-sm shadow-float"
        {...props}
      >
        <InertBehind />
        {children}
      </Radix.Content>
    </Radix.Portal>
  )
}

interface MenuItemProps {
  icon?: LucideIcon
  shortcut?: string
  disabled?: boolean
  /** Marks what takes something away. */
  danger?: boolean
  onSelect: () => void
  children: ReactNode
}

/** One command of a menu. */
export function MenuItem({
  icon: Icon,
  shortcut,
  disabled = false,
  danger = false,
  onSelect,
  children,
}: MenuItemProps) {
  return (
    <Radix.Item
      disabled={disabled}
      onSelect={onSelect}
      className={`flex h-8 items-center gap-2.5 rounded-sm px-2 outline-none data-disabled:opacity-50 data-highlighted:bg-hover ${danger ? 'text-rust-text' : ''}`}
    >
      {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden="true" className={danger ? '' : 'text-soft'} />}
      <span className="flex-1">{children}</span>
      {shortcut && <Kbd shortcut={shortcut} className="ml-4" />}
    </Radix.Item>
  )
}

/** A line between groups of commands. */
export function MenuSeparator() {
  return <Radix.Separator className="mx-2 my-1 h-px bg-line" />
}
