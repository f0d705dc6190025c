import type { ComponentProps } from 'react'
import { openableAddress } from '@contract/address.ts'
import { Button } from '@renderer/ui/button.tsx'

/**
 * Opens a page of the web outside. Of one that is never opened (a mirror's without https), the address, to be copied: in a line of its own
 * below what it stands beside, which wraps.
 */
export function PageButton({ pageUrl, ...button }: { pageUrl: string } & ComponentProps<typeof Button>) {
  const address = openableAddress(pageUrl)
  if (address === null)
    return <span className="order-last basis-full text-[12.5px] break-all text-soft select-text">{pageUrl}</span>
  return <Button {...button} onClick={() => void window.hearth.openLink(address)} />
}
