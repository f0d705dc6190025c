import { useEffect, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { runCommand } from '@renderer/app/commands.ts'
import { failureSentence } from '@renderer/app/failure-text.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Button } from '@renderer/ui/button.tsx'
import { EmptyState } from '@renderer/ui/empty-state.tsx'
import { Late, useLate } from '@renderer/ui/late.ts'
import { Spinner } from '@renderer/ui/spinner.tsx'
import { Announcer } from './announcer.tsx'
import { editInPlace } from './chat-ui.ts'
import { Composer, type ComposerHandle } from './composer/composer.tsx'
import { followThread, leaveConversation, readThread, showConversation } from './thread/follow-thread.ts'
import { useThread } from './thread/thread-store.ts'
import { TopBar } from './top-bar.tsx'
import { Welcome } from './welcome.tsx'

/** The messages, with all that renders them: a new chat has none, and a conversation takes longer to be read than this to be loaded. */
const lateLog = new Late(() => import('./conversation-log.tsx'))

/** A conversation, or a new chat: what was said, and where the next message is written. */
export function ChatView({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation('chat')
  const status = useThread((thread) => thread.status)
  const shownId = useThread((thread) => thread.conversationId)
  const composer = useRef<ComposerHandle>(null)
  const log = useLate(lateLog, status === 'open')

  useEffect(() => lateLog.loadAhead(), [])
  useLayoutEffect(() => {
    editInPlace(null)
    showConversation(conversationId)
  }, [conversationId])
  useEffect(() => {
    const stop = followThread()
    return () => {
      stop()
      leaveConversation()
    }
  }, [])

  const body = (): React.ReactNode => {
    switch (status) {
      case 'new':
        return <Welcome onBegin={(text, caret) => composer.current?.begin(text, caret)} />
      case 'opening':
        return (
          <div className="grid flex-1 place-content-center">
            <span className="appear-late">
              <Spinner size={20} />
            </span>
          </div>
        )
      case 'open':
        return log ? <log.ConversationLog key={shownId} /> : <div className="flex-1" />
      case 'unknown':
        return (
          <Nothing title={t('unknown.title')} text={t('unknown.text')}>
            <Button variant="primary" onClick={() => runCommand('new-chat')}>
              {t('newChat')}
            </Button>
          </Nothing>
        )
      case 'failed':
        return <NotOpened />
    }
  }

  return (
    <>
      <TopBar />
      {body()}
      {status !== 'unknown' && status !== 'failed' && <Composer ref={composer} conversationId={conversationId} />}
      <Announcer />
    </>
  )
}

function NotOpened() {
  const { t } = useTranslation('chat')
  const { t: failures } = useTranslation('failures')
  const { sentences } = useFormats()
  const failure = useThread((thread) => thread.failure)
  const said = failure && failureSentence(failures, failure)
  return (
    <Nothing title={t('notOpened.title')} text={sentences(said?.title, t('notOpened.kept'), said?.next)}>
      <Button onClick={() => void readThread()}>{t('tryAgain')}</Button>
    </Nothing>
  )
}

function Nothing({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <div className="grid flex-1 place-content-center">
      <EmptyState title={title}>
        <p className="max-w-[60ch] wrap-anywhere select-text">{text}</p>
        <span className="mt-2">{children}</span>
      </EmptyState>
    </div>
  )
}
