import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Route } from './routes.ts'
import { useConversations } from './state/conversations.ts'

/** Names the window after what it shows. */
export function useDocumentTitle(route: Route): void {
  const { t } = useTranslation()
  const conversationId = route.view === 'chat' ? route.conversationId : null
  const chat = useConversations(({ list }) => list.find(({ id }) => id === conversationId)?.title)
  const names = { chat, models: t('models'), settings: t('settings') }
  const name = names[route.view]
  useEffect(() => {
    document.title = name ? `${name} – Hearth` : 'Hearth'
  }, [name])
}
