import { PanelRight, SquarePen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { runCommand } from '@renderer/app/commands.ts'
import { SidebarButton } from '@renderer/app/sidebar-button.tsx'
import { useConversations } from '@renderer/app/state/conversations.ts'
import { toggleSide, useLayout } from '@renderer/app/state/layout.ts'
import { useNarrow } from '@renderer/app/use-narrow.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { useThread } from './thread/thread-store.ts'

/** The chat's title, and the ways to its side parts. */
export function TopBar() {
  const { t } = useTranslation('chat')
  const { t: common } = useTranslation()
  const narrow = useNarrow()
  const { sidebar, inspector, drawer } = useLayout()
  const inspectorOpen = narrow ? drawer === 'inspector' : inspector
  const sidebarHidden = narrow || !sidebar
  return (
    <header
      className={`flex h-12 shrink-0 items-center gap-1 pr-3 [anchor-name:--top] ${sidebarHidden ? 'pl-3' : 'pl-5'}`}
    >
      <SidebarButton />
      {sidebarHidden && (
        <IconButton
          icon={SquarePen}
          label={t('newChat')}
          shortcut="Mod+N"
          onClick={() => runCommand('new-chat')}
          className="mr-1"
        />
      )}
      <Title />
      <IconButton
        icon={PanelRight}
        label={common('inspector')}
        shortcut="Mod+I"
        aria-pressed={inspectorOpen}
        onClick={() => toggleSide('inspector')}
      />
    </header>
  )
}

function Title() {
  const { t } = useTranslation('chat')
  const conversationId = useThread((thread) => thread.conversationId)
  const read = useThread(({ conversation }) => conversation?.title)
  // While it is being opened, the list has it already.
  const listed = useConversations(({ list }) => list.find(({ id }) => id === conversationId)?.title)
  const title = read ?? listed
  return (
    <h1 className="min-w-0 flex-1 truncate text-base font-[550] select-text" title={title}>
      {title ?? <span className="sr-only">{t('newChat')}</span>}
    </h1>
  )
}
