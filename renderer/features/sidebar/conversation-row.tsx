import clsx from 'clsx'
import { Ellipsis } from 'lucide-react'
import { memo, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { limits } from '@contract/limits.ts'
import { paths } from '@renderer/app/routes.ts'
import { RenameField } from '@renderer/ui/rename-field.tsx'
import { VisuallyHidden } from '@renderer/ui/visually-hidden.tsx'
import type { ConversationSummary } from '@contract/conversation.ts'
import type { MenuPlace } from './row-menu.tsx'

const idPrefix = 'conversation:'

/** The element that takes the focus of a row. */
export function rowLink(conversationId: string): HTMLElement | null {
  return document.getElementById(idPrefix + conversationId)
}

/** The conversation whose row this element stands for, or null. */
export function conversationIdOf(element: Element): string | null {
  return element.id.startsWith(idPrefix) ? element.id.slice(idPrefix.length) : null
}

interface ConversationRowProps {
  conversation: ConversationSummary
  /** Place among the conversations, from 1, and their number: most rows are not on the page. */
  position: number
  total: number
  /** It is the one that is open. */
  current: boolean
  /** Tab reaches this row; the arrow keys reach the others. */
  tabbable: boolean
  renaming: boolean
  menuOpen: boolean
  onMenu: (place: MenuPlace) => void
  onStartRename: (conversationId: string) => void
  onRenamed: (conversation: ConversationSummary, title: string | null, byKey: boolean) => void
}

/** One conversation of the list. */
export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { conversation, position, total, current, tabbable, renaming, menuOpen } = props
  const { t } = useTranslation('sidebar')
  const { id, title, generating } = conversation
  const onContextMenu = (event: MouseEvent): void => {
    event.preventDefault()
    props.onMenu({ conversationId: id, x: event.clientX, y: event.clientY })
  }
  return (
    <div role="listitem" aria-posinset={position} aria-setsize={total} className="group relative mx-2">
      {renaming ? (
        <RenameField
          label={t('row.newTitle')}
          title={title}
          maxLength={limits.conversationTitle}
          onDone={(newTitle, byKey) => props.onRenamed(conversation, newTitle, byKey)}
        />
      ) : (
        <a
          id={idPrefix + id}
          href={`#${paths.chat(id)}`}
          draggable={false}
          aria-current={current ? 'page' : undefined}
          tabIndex={tabbable ? 0 : -1}
          onDoubleClick={() => props.onStartRename(id)}
          onContextMenu={onContextMenu}
          className={clsx(
            'focus-inset flex h-8 items-center gap-2 rounded-md px-2.5 text-[13.5px] group-focus-within:pr-9 group-hover:pr-9',
            current ? 'bg-active font-medium' : menuOpen ? 'bg-hover' : 'group-hover:bg-hover',
            menuOpen && 'pr-9',
          )}
        >
          <span className="min-w-0 flex-1 truncate">{title}</span>
          {generating && <LiveDot />}
        </a>
      )}
      {generating && <VisuallyHidden>{t('row.generating')}</VisuallyHidden>}
      {!renaming && (
        <button
          type="button"
          aria-label={t('row.menuOf', { title })}
          aria-haspopup="menu"
          aria-expanded={menuOpen}
          tabIndex={tabbable ? 0 : -1}
          onClick={(event) => {
            const { left, bottom } = event.currentTarget.getBoundingClientRect()
            props.onMenu({ conversationId: id, x: left, y: bottom })
          }}
          onContextMenu={onContextMenu}
          className={clsx(
            'focus-inset absolute top-[3px] right-1 grid size-[26px] place-items-center rounded-sm text-soft hover:bg-hover',
            'group-focus-within:opacity-100 group-hover:opacity-100',
            menuOpen ? 'opacity-100' : 'opacity-0',
          )}
        >
          <Ellipsis size={16} strokeWidth={1.75} aria-hidden="true" />
        </button>
      )}
    </div>
  )
})

/** An answer is being written: what burns. */
function LiveDot() {
  return <span className="mr-0.5 size-[7px] shrink-0 rounded-full bg-ember shadow-[0_0_0_3px_var(--ember-wash)]" />
}
