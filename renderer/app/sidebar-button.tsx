import { PanelLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { toggleSide, useLayout } from './state/layout.ts'
import { useNarrow } from './use-narrow.ts'

/** Whether the sidebar does not stand beside the view: it is closed, or a drawer. */
export function useSidebarAway(): boolean {
  const narrow = useNarrow()
  const open = useLayout(({ sidebar }) => sidebar)
  return narrow || !open
}

/** Opens the sidebar; there only while it is not. First thing in every view's top bar. */
export function SidebarButton() {
  const { t } = useTranslation()
  if (!useSidebarAway()) return null
  return <IconButton icon={PanelLeft} label={t('showSidebar')} shortcut="Mod+B" onClick={() => toggleSide('sidebar')} />
}
