import { SquarePen } from 'lucide-react'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { runCommand } from '@renderer/app/commands.ts'
import type { Route } from '@renderer/app/routes.ts'
import { useConversations } from '@renderer/app/state/conversations.ts'
import { EmptyState } from '@renderer/ui/empty-state.tsx'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { useSteady } from '@renderer/ui/use-steady.ts'
import { ConversationList, type ListHandle } from './conversation-list.tsx'
import { matching } from './matching.ts'
import { Navigation } from './navigation.tsx'
import { SearchField } from './search-field.tsx'
import { steadyOrder } from './steady-order.ts'

/** Search, new chat, all conversations, and the way to the other views. */
export function Sidebar({ route }: { route: Route }) {
  const { t } = useTranslation('sidebar')
  const { list, loaded } = useConversations()
  const [query, setQuery] = useState('')
  const [held, setHeld] = useState(false)
  const rows = useRef<ListHandle>(null)
  const steady = useSteady(list, held, steadyOrder)
  const sought = useDeferredValue(query)
  const found = useMemo(() => matching(steady, sought), [steady, sought])

  return (
    <div className="flex h-full flex-col pt-2.5">
      <div className="flex gap-1.5 px-3 pb-2">
        <SearchField query={query} onChange={setQuery} onLeave={() => rows.current?.focus()} />
        <IconButton
          icon={SquarePen}
          label={t('newChat')}
          shortcut="Mod+N"
          variant="solid"
          onClick={() => runCommand('new-chat')}
        />
      </div>
      {found.length > 0 ? (
        <ConversationList
          ref={rows}
          list={found}
          currentId={route.view === 'chat' ? route.conversationId : null}
          onHeld={setHeld}
        />
      ) : (
        <div className="min-h-0 flex-1">
          {loaded &&
            (list.length > 0 ? (
              <EmptyState title={t('noMatch.title', { query: sought.trim() })}>
                <p>{t('noMatch.text')}</p>
              </EmptyState>
            ) : (
              <EmptyState title={t('empty.title')}>
                <p>{t('empty.text')}</p>
              </EmptyState>
            ))}
        </div>
      )}
      <Navigation view={route.view} />
    </div>
  )
}
