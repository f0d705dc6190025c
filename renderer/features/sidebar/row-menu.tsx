import { Pencil, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@renderer/ui/menu.tsx'

/** Where the menu of a row was asked for, in the window. */
export interface MenuPlace {
  conversationId: string
  x: number
  y: number
}

interface RowMenuProps {
  /** Where it is, or last was. */
  place: MenuPlace | null
  open: boolean
  onClose: () => void
  /** The following come after the menu has gone and the focus is free. */
  onRename: (conversationId: string) => void
  onRemove: (conversationId: string) => void
  /** The menu was left without choosing, and nothing else has taken the focus. */
  onLeave: (conversationId: string) => void
}

/** The menu of whichever row asked for it, at the pointer or at its button: one for the whole list. */
export function RowMenu({ place, open, onClose, onRename, onRemove, onLeave }: RowMenuProps) {
  const { t } = useTranslation('sidebar')
  const chosen = useRef<((conversationId: string) => void) | null>(null)
  return (
    <Menu open={open} onOpenChange={(nowOpen) => (nowOpen ? undefined : onClose())}>
      <MenuTrigger asChild>
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          className="pointer-events-none fixed size-0"
          style={{ left: place?.x ?? 0, top: place?.y ?? 0 }}
        />
      </MenuTrigger>
      <MenuContent
        align="start"
        aria-label={t('row.menu')}
        onCloseAutoFocus={(event) => {
          event.preventDefault()
          const act = chosen.current
          chosen.current = null
          if (!place) return
          if (act) act(place.conversationId)
          // A shortcut that came right after may have put it elsewhere.
          else if (document.activeElement === document.body) onLeave(place.conversationId)
        }}
      >
        <MenuItem icon={Pencil} shortcut="F2" onSelect={() => (chosen.current = onRename)}>
          {t('row.rename')}
        </MenuItem>
        <MenuItem icon={Trash2} shortcut="Del" danger onSelect={() => (chosen.current = onRemove)}>
          {t('row.remove')}
        </MenuItem>
      </MenuContent>
    </Menu>
  )
}
