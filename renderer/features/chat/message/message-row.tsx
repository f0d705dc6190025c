import { CircleAlert } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '@contract/message.ts'
import type { LiveAnswer } from '../thread/live-answer.ts'
import { Answer } from './answer.tsx'
import { OwnMessage } from './own-message.tsx'

interface MessageRowProps {
  message: Message
  isLast: boolean
  /** What is above it, the model no longer sees. */
  isFirstSeen: boolean
  /** Set while this message is being written. */
  live: LiveAnswer | null
}

/** One message of the path. */
export const MessageRow = memo(function MessageRow({ message, isLast, isFirstSeen, live }: MessageRowProps) {
  return (
    // What is out of sight is not laid out; the margin leaves room for focus rings.
    <div className="-mx-2 px-2 [contain-intrinsic-size:auto_160px] [content-visibility:auto]">
      {isFirstSeen && <DroppedAbove />}
      {message.role === 'user' ? (
        <OwnMessage message={message} />
      ) : (
        <Answer message={message} isLast={isLast} live={live} />
      )}
      {message.damaged && <Damaged />}
    </div>
  )
})

/** Part of what was said cannot be read any more. */
function Damaged() {
  const { t } = useTranslation('chat')
  return (
    <div className="mt-1 mb-2 flex gap-2.5 rounded-card border border-line border-l-3 border-l-amber bg-raised py-3 pr-4 pl-3 text-sm text-pretty text-soft">
      <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" className="mt-px shrink-0 text-amber-text" />
      <p>{t('damaged')}</p>
    </div>
  )
}

function DroppedAbove() {
  const { t } = useTranslation('chat')
  return (
    <p className="flex items-center gap-3 py-3 text-xs text-faint before:h-px before:flex-1 before:bg-line-strong after:h-px after:flex-1 after:bg-line-strong">
      {t('droppedAbove')}
    </p>
  )
}
