import { useSyncExternalStore } from 'react'
import type { LiveAnswer, LiveStatus } from './live-answer.ts'
import type { ShownPart } from './shown-part.ts'
import { useThread } from './thread-store.ts'

const never = (): (() => void) => () => undefined
const nothing = (): null => null

/** What is written of an answer so far, once a frame. */
export function useLiveParts(live: LiveAnswer): readonly ShownPart[] {
  return useSyncExternalStore(live.subscribeToParts, live.parts)
}

/** Phase and numbers of the answer that is being written in the chat that is shown, if there is one. */
export function useLiveStatus(): LiveStatus | null {
  const live = useThread((thread) => thread.live)
  return useSyncExternalStore<LiveStatus | null>(live?.subscribeToStatus ?? never, live?.status ?? nothing)
}
