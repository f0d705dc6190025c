import { Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DeletedConversation } from '@contract/conversation.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Button } from '@renderer/ui/button.tsx'
import { IconButton } from '@renderer/ui/icon-button.tsx'

const dayMs = 24 * 60 * 60 * 1000

interface DeletedRowProps {
  conversation: DeletedConversation
  /** Milliseconds since 1970. */
  now: number
  onRestore: () => void
  onPurge: () => void
}

/** One deleted chat: what it was called, since when and how long it is there, and what can be done with it. */
export function DeletedRow({ conversation, now, onRestore, onPurge }: DeletedRowProps) {
  const { t } = useTranslation('trash')
  const { date } = useFormats()
  const { id, title, deletedAt, expiresAt } = conversation
  const left = Math.max(1, Math.ceil((expiresAt - now) / dayMs))
  return (
    <li data-conversation={id} className="flex items-center gap-2 border-t border-line px-3.5 py-2.5 first:border-t-0">
      <div className="min-w-0 flex-1">
        <p title={title} className="truncate font-medium">
          {title}
        </p>
        <p className="text-xs text-soft tabular-nums">
          <span className="inline-block">{t('deleted', { date: date(deletedAt) })} ·</span>{' '}
          <span className="inline-block">{t('daysLeft', { count: left, total: left })}</span>
        </p>
      </div>
      <Button size="dense" aria-label={t('restoreLabel', { title })} onClick={onRestore}>
        {t('restore')}
      </Button>
      <IconButton icon={Trash2} size="small" label={t('purgeLabel', { title })} onClick={onPurge} />
    </li>
  )
}
