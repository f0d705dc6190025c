import { useRef } from 'react'
import { backend } from '@renderer/app/backend.ts'
import { useNewChat } from '@renderer/app/state/new-chat.ts'
import { isReady, useThread } from '../thread/thread-store.ts'

/** While somebody types, it is asked for again after this long (ms): the model may have been unloaded meanwhile. */
const againAfterMs = 20_000

/** Answers what to call at each key: the backend gets the model ready while the person still types. */
export function usePreparation(): () => void {
  const last = useRef({ of: '', at: -Infinity })
  return () => {
    const present = useThread.getState()
    const { conversationId, messages, live } = present
    if (live || !isReady(present)) return
    const leafId = messages.at(-1)?.id ?? null
    const { settings } = useNewChat.getState()
    const of = JSON.stringify([conversationId, leafId, conversationId === null && settings])
    const at = performance.now()
    if (of === last.current.of && at - last.current.at < againAfterMs) return
    last.current = { of, at }
    // What cannot be prepared is said when it is sent.
    backend.chat.prepare({ conversationId, leafId, settings }).catch(() => undefined)
  }
}
