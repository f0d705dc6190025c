import { ArrowDown } from 'lucide-react'
import { startTransition, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@renderer/ui/button.tsx'
import { useChatUi } from './chat-ui.ts'
import { ScrollFollower } from './follow-scroll.ts'
import { droppedMessages } from './message/message-actions.ts'
import { MessageRow } from './message/message-row.tsx'
import { firstShown, shownAtFirst } from './shown-path.ts'
import { useThread } from './thread/thread-store.ts'

/** All messages of the path that is shown. Mount it anew for each conversation. */
export function ConversationLog() {
  const { t } = useTranslation('chat')
  const messages = useThread((thread) => thread.messages)
  const live = useThread((thread) => thread.live)
  const latestWanted = useChatUi((ui) => ui.latestWanted)
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const top = useRef<HTMLDivElement>(null)
  const [follower] = useState(() => new ScrollFollower())
  const away = useSyncExternalStore(follower.subscribe, follower.away)

  const [atOpening] = useState(messages.length)
  const [shown, setShown] = useState(shownAtFirst)
  const first = firstShown(messages.length, atOpening, shown)
  const dropped = droppedMessages(messages)

  useLayoutEffect(
    () => (scroller.current && content.current ? follower.attach(scroller.current, content.current) : undefined),
    [follower],
  )
  useLayoutEffect(() => follower.setWriting(live !== null), [follower, live])
  useLayoutEffect(() => {
    follower.grewAbove(first)
    if (first === 0 || !top.current) return
    return follower.whenNear(top.current, () => startTransition(() => setShown((number) => number * 2)))
  }, [follower, first])
  useEffect(() => {
    if (latestWanted > 0) follower.toLatest()
  }, [follower, latestWanted])

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        role="log"
        aria-label={t('log')}
        aria-busy={live !== null}
        // What scrolls must be reachable to be scrolled by key.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="focus-inset min-h-0 flex-1 overflow-x-hidden overflow-y-auto px-1.5 pt-2 [scrollbar-gutter:stable_both-edges] wide:px-3.5"
      >
        <div ref={content} className="mx-auto w-full max-w-[720px] pb-3">
          <div ref={top} />
          {messages.slice(first).map((message, index) => (
            <MessageRow
              key={message.id}
              message={message}
              isLast={first + index === messages.length - 1}
              isFirstSeen={dropped > 0 && first + index === dropped}
              live={live?.messageId === message.id ? live : null}
            />
          ))}
        </div>
      </div>
      {away && (
        // On a ground into which the text fades, beside the scrollbar, so that no line is half covered.
        <div className="pointer-events-none absolute inset-x-2.5 bottom-0 flex justify-center bg-linear-to-t from-bg from-65% pt-7 pb-2">
          <Button className="appear pointer-events-auto shadow-float" onClick={follower.toLatest}>
            <ArrowDown aria-hidden="true" />
            {t('toLatest')}
          </Button>
        </div>
      )}
    </div>
  )
}
