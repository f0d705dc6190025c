import { useEffect, useEffectEvent } from 'react'
import type { DeletedConversation } from '@contract/conversation.ts'
import { backend } from '@renderer/app/backend.ts'
import { onApplicationEvent } from '@renderer/app/state/events.ts'
import { useAnswer, type Asked } from '@renderer/app/use-answer.ts'

/** How the list of deleted conversations stands. */
export type Deleted = Asked<DeletedConversation[]> & { again: () => void }

/** The deleted conversations, the last deleted first, kept true while shown. */
export function useDeleted(): Deleted {
  const deleted = useAnswer('deleted', (signal) => backend.conversations.deleted(undefined, { signal }))
  const again = useEffectEvent(deleted.again)
  useEffect(
    () =>
      onApplicationEvent(({ type }) => {
        if (type === 'trash-changed' || type === 'hello') again()
      }),
    [],
  )
  return deleted
}
