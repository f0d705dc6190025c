import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '@contract/message.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { showBranch } from '../thread/actions.ts'
import { siblingsOf } from './message-actions.ts'

/** The version that was asked for, and the button that asked for it: the one in its place is to have the focus. */
let wanted: { messageId: string; button: 'previous' | 'next' } | null = null

/** ‹ 2/3 ›: moves between the versions of a message. Nothing where there is only one. */
export function SiblingPager({ message }: { message: Message }) {
  const { t } = useTranslation('chat')
  const group = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    if (wanted?.messageId !== message.id) return
    const [first, last] = group.current?.querySelectorAll('button') ?? []
    const [same, other] = wanted.button === 'previous' ? [first, last] : [last, first]
    wanted = null
    if (document.activeElement === document.body) (same?.disabled ? other : same)?.focus({ preventScroll: true })
  }, [message.id])
  const siblings = siblingsOf(message)
  if (!siblings) return null
  const show = (messageId: string | null, button: 'previous' | 'next'): void => {
    if (messageId === null) return
    wanted = { messageId, button }
    void showBranch(messageId)
  }
  const { position, total, previousId, nextId } = siblings
  return (
    <span
      ref={group}
      role="group"
      aria-label={t('versions.label')}
      className="mr-1 inline-flex items-center tabular-nums"
    >
      <IconButton
        icon={ChevronLeft}
        label={t('versions.previous')}
        size="small"
        disabled={previousId === null}
        onClick={() => show(previousId, 'previous')}
      />
      <span aria-label={t('versions.position', { position, total })} role="img">
        {position}/{total}
      </span>
      <IconButton
        icon={ChevronRight}
        label={t('versions.next')}
        size="small"
        disabled={nextId === null}
        onClick={() => show(nextId, 'next')}
      />
    </span>
  )
}
