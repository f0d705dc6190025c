import { useEffect } from 'react'
import { go, paths, type Route } from './routes.ts'
import { useConversations } from './state/conversations.ts'

let lastId: string | null = null

/** Remembers the chat that is open, for the way back to it. Once, in the application. */
export function useRememberedChat(route: Route): void {
  useEffect(() => {
    if (route.view === 'chat') lastId = route.conversationId
  }, [route])
}

/** Goes to the chat that was last open; to a new one if that was none, or was deleted meanwhile. */
export function returnToChat(): void {
  const { list } = useConversations.getState()
  go(lastId !== null && list.some(({ id }) => id === lastId) ? paths.chat(lastId) : paths.newChat)
}
