import { useMemo, useSyncExternalStore } from 'react'
import type { Message } from '@contract/message.ts'
import type { LiveAnswer, LiveStatus } from './live-answer.ts'
import { shownPart, type ShownPart } from './shown-part.ts'
import { useThread } from './thread-store.ts'

const never = (): (() => void) => () => undefined
const nothing = (): null => null

/** The parts of an answer: what is written so far, once a frame, or what was stored. */
export function useShownParts(message: Message, live: LiveAnswer | null): readonly ShownPart[] {
  const isLive = live !== null
  const stored = useMemo(() => (isLive ? [] : message.parts.map(shownPart)), [message, isLive])
  return useSyncExternalStore(live?.subscribeToParts ?? never, live?.parts ?? (() => stored))
}

/** Phase and numbers of the answer that is being written in the chat that is shown, if there is one. */
export function useLiveStatus(): LiveStatus | null {
  const live = useThread((thread) => thread.live)
  return useSyncExternalStore<LiveStatus | null>(live?.subscribeToStatus ?? never, live?.status ?? nothing)
}
