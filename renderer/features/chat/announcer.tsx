import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { failureSentence } from '@renderer/app/failure-text.ts'
import { announce, useChatUi } from './chat-ui.ts'
import { useThread } from './thread/thread-store.ts'

/** Tells assistive technology when an answer begins and how it ends, and not each of its words. */
export function Announcer() {
  const { t } = useTranslation('chat')
  const { t: failures } = useTranslation('failures')
  const announcement = useChatUi((ui) => ui.announcement)
  const live = useThread((thread) => thread.live)
  const before = useRef(live)

  useEffect(() => {
    const ended = before.current
    before.current = live
    if (live) return announce(t('announced.answering'))
    if (!ended) return
    const message = useThread.getState().messages.find(({ id }) => id === ended.messageId)
    if (!message) return announce('')
    if (message.status === 'failed' && message.failure) announce(failureSentence(failures, message.failure).title)
    else announce(message.status === 'complete' ? t('announced.finished') : t('announced.stopped'))
  }, [live, t, failures])

  return (
    <div role="status" className="sr-only">
      {announcement}
    </div>
  )
}
