import clsx from 'clsx'
import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { textOf, type Message } from '@contract/message.ts'
import { CopyButton } from '@renderer/app/copy-button.tsx'
import { useFormats } from '@renderer/app/text/format.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { regenerate } from '../thread/actions.ts'
import type { LiveAnswer } from '../thread/live-answer.ts'
import { useThread } from '../thread/thread-store.ts'
import { AnswerNumbers } from './answer-numbers.tsx'
import { ShownParts } from './answer-parts.tsx'
import { AnswerStatus } from './answer-status.tsx'
import { offersRetry } from './message-actions.ts'
import { SiblingPager } from './sibling-pager.tsx'

interface AnswerProps {
  message: Message
  isLast: boolean
  /** Set while it is being written. */
  live: LiveAnswer | null
}

/** What a model said: plain text on the page. */
export function Answer({ message, isLast, live }: AnswerProps) {
  const { t } = useTranslation('chat')
  const { time } = useFormats()
  const model = message.run?.modelName || t('model.unknown')
  return (
    <article aria-label={t('answerBy', { model })} className="group pb-2">
      <p className="flex items-center gap-2 pt-1 pb-1.5 text-[12.5px] text-faint">
        <span className="min-w-0 truncate">{model}</span>
        <span aria-hidden="true">·</span>
        <time dateTime={new Date(message.createdAt).toISOString()} className="tabular-nums">
          {time(message.createdAt)}
        </time>
      </p>
      <ShownParts message={message} live={live} model={model} />
      {!live && <AnswerStatus message={message} isLast={isLast} />}
      {/* The place is kept while it is being written, so that nothing moves when it ends. */}
      <div className="-ml-1.5 flex min-h-8 flex-wrap items-center text-[12.5px] text-faint">
        {!live && <AnswerFoot message={message} isLast={isLast} />}
      </div>
    </article>
  )
}

function AnswerFoot({ message, isLast }: { message: Message; isLast: boolean }) {
  const { t } = useTranslation('chat')
  const writing = useThread(({ live }) => live !== null)
  const hasText = message.parts.some(({ type }) => type === 'text')
  return (
    <>
      <SiblingPager message={message} />
      <span className={clsx('flex flex-wrap items-center', !isLast && 'reveal')}>
        {hasText && <CopyButton label={t('copy')} text={() => textOf(message.parts)} />}
        {/* Trying again is the same. */}
        {!offersRetry(message, isLast) && (
          <IconButton
            icon={RefreshCw}
            label={t('regenerate')}
            size="small"
            disabled={writing}
            onClick={() => void regenerate(message.id)}
          />
        )}
        <AnswerNumbers message={message} />
      </span>
    </>
  )
}
