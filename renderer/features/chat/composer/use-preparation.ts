import { useEffect, useState } from 'react'
import { limits } from '@contract/limits.ts'
import { backend } from '@renderer/app/backend.ts'
import { useNewChat } from '@renderer/app/state/new-chat.ts'
import { isReady, useThread } from '../thread/thread-store.ts'
import { ReadingAlong } from './reading-along.ts'

/** What did not change is asked for again after this long (ms): the model may have been unloaded meanwhile. */
const againAfterMs = 20_000

/** Has the backend prepare an answer in the conversation that is shown to what is typed there, once for the same. */
function preparing(typed: () => string): (rests: boolean) => void {
  let last = { of: '', at: -Infinity }
  return (rests) => {
    const present = useThread.getState()
    const { conversationId, messages, live } = present
    if (live || !isReady(present)) return
    const leafId = messages.at(-1)?.id ?? null
    const { settings } = useNewChat.getState()
    const begun = typed().trimStart()
    const text = begun.length <= limits.prepared ? begun : ''
    const of = JSON.stringify([conversationId, leafId, conversationId === null && settings, text, rests])
    const at = performance.now()
    if (of === last.of && at - last.at < againAfterMs) return
    last = { of, at }
    // What cannot be prepared is said when it is sent.
    backend.chat.prepare({ conversationId, leafId, settings, text, rests }).catch(() => undefined)
  }
}

/** The backend gets the model ready, and has it read along, while the person still types. Must be told of each key, and when it is sent. */
export function usePreparation(text: () => string): Pick<ReadingAlong, 'changed' | 'stop'> {
  const [along] = useState(() => new ReadingAlong(preparing(text)))
  useEffect(() => along.stop, [along])
  return along
}
