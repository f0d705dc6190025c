import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeletedConversation } from '@contract/conversation.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { ConfirmDialog } from '@renderer/ui/confirm-dialog.tsx'

interface PurgeDialogProps {
  conversations: readonly DeletedConversation[]
  onClose: () => void
  /** The box has gone, and what was asked about is to go. */
  onPurge: () => void
}

/** Asks before chats are deleted for good, and says what is lost with them. */
export function PurgeDialog({ conversations, onClose, onPurge }: PurgeDialogProps) {
  const { t } = useTranslation('trash')
  const { sentences } = useFormats()
  const agreed = useRef(false)
  const [first, ...others] = conversations
  const total = conversations.length
  const messages = conversations.reduce((sum, { messageCount }) => sum + messageCount, 0)
  return (
    <ConfirmDialog
      open
      danger
      title={
        first && others.length === 0
          ? t('confirm.one', { title: first.title })
          : t('confirm.many', { count: total, total })
      }
      description={sentences(
        messages > 0 && t('confirm.lost', { count: messages, total: messages }),
        t('confirm.final'),
        t('confirm.backups'),
      )}
      cancel={t('confirm.cancel')}
      confirm={t('confirm.confirm')}
      onCancel={onClose}
      onConfirm={() => {
        agreed.current = true
        onClose()
      }}
      onGone={() => {
        if (agreed.current) onPurge()
      }}
    />
  )
}
