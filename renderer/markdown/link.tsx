import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { openableAddress } from '@contract/address.ts'

/**
 * A link that the page itself cannot follow: there is no address in it that a click, a drag or a menu could find. Main asks before it
 * opens one. What may not be opened is its text.
 */
export function Link({ href, children }: { href: string | undefined; children: ReactNode }) {
  const address = href === undefined ? null : openableAddress(href)
  if (address === null) return <bdi>{children}</bdi>
  const open = (): void => void window.hearth.openLink(address)
  const openByKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.repeat) open()
  }
  // A menu of its own, because the usual one finds no address. Where something is selected, that is what the menu is for.
  const showMenu = (event: MouseEvent): void => {
    if (getSelection()?.isCollapsed === false) return
    event.preventDefault()
    void window.hearth.showLinkMenu(address)
  }
  return (
    <span
      role="link"
      tabIndex={0}
      title={address}
      dir="auto"
      className="md-link"
      onClick={open}
      onKeyDown={openByKey}
      onContextMenu={showMenu}
    >
      {children}
    </span>
  )
}
