import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '@contract/message.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { showBranch } from '../thread/actions.ts'
import { siblingsOf } from './message-actions.ts'

type PagerButton = 'previous' | 'next'

/** The version that was asked for, and the button that asked for it. */
let wanted: { messageId: string; button: PagerButton } | null = null

function show(messageId: string | null, button: PagerButton): void {
  if (messageId === null) return
  wanted = { messageId, button }
  void showBranch(messageId)
}

/** The version that was asked for is there: the button in the place of the one that was pressed has the focus, or its neighbour at the end. */
function takeFocusBack(messageId: string, group: HTMLElement | null): void {
  if (wanted?.messageId !== messageId) return
  const { button } = wanted
  wanted = null
  const [previous, next] = group?.querySelectorAll('button') ?? []
  const [same, other] = button === 'previous' ? [previous, next] : [next, previous]
  if (document.activeElement === document.body) (same?.disabled ? other : same)?.focus({ preventScroll: true })
}

/** ‹ 2/3 ›: moves between the versions of a message. Nothing where there is only one. */
export function SiblingPager({ message }: { message: Message }) {
  const { t } = useTranslation('chat')
  const group = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => takeFocusBack(message.id, group.current), [message.id])
  const siblings = siblingsOf(message)
  if (!siblings) return null
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
