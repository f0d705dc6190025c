import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '@contract/message.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { showBranch } from '../thread/actions.ts'
import { siblingsOf } from './message-actions.ts'

/** ‹ 2/3 ›: moves between the versions of a message. Nothing where there is only one. */
export function SiblingPager({ message }: { message: Message }) {
  const { t } = useTranslation('chat')
  const siblings = siblingsOf(message)
  if (!siblings) return null
  const { position, total, previousId, nextId } = siblings
  return (
    <span role="group" aria-label={t('versions.label')} className="mr-1 inline-flex items-center tabular-nums">
      <IconButton
        icon={ChevronLeft}
        label={t('versions.previous')}
        size="small"
        disabled={previousId === null}
        onClick={() => void (previousId !== null && showBranch(previousId))}
      />
      <span aria-label={t('versions.position', { position, total })} role="img">
        {position}/{total}
      </span>
      <IconButton
        icon={ChevronRight}
        label={t('versions.next')}
        size="small"
        disabled={nextId === null}
        onClick={() => void (nextId !== null && showBranch(nextId))}
      />
    </span>
  )
}
