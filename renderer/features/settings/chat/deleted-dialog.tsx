import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeletedConversation } from '@contract/conversation.ts'
import { FailurePanel } from '@renderer/app/failure-panel.tsx'
import { purgeConversations, restoreConversation } from '@renderer/app/trash.ts'
import { useNow } from '@renderer/app/use-now.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { EmptyState } from '@renderer/ui/empty-state.tsx'
import { DeletedRow } from './deleted-row.tsx'
import { PurgeDialog } from './purge-dialog.tsx'
import type { Deleted } from './use-deleted.ts'

interface DeletedDialogProps {
  deleted: Deleted
  onClose: () => void
}

/** The deleted chats: each can be restored, or deleted for good. */
export function DeletedDialog({ deleted, onClose }: DeletedDialogProps) {
  const { t } = useTranslation('trash')
  const [asked, setAsked] = useState<readonly DeletedConversation[] | null>(null)
  const now = useNow(false)
  const content = useRef<HTMLDivElement>(null)
  const { answer: list, failure, again } = deleted
  const isEmpty = list?.length === 0

  /** These rows are about to go: a neighbour takes the focus, or the box where there is none. */
  const leaveRows = (gone: readonly DeletedConversation[]): void => {
    const rows = [...(content.current?.querySelectorAll<HTMLElement>('[data-conversation]') ?? [])]
    const isGone = (row: HTMLElement): boolean => gone.some(({ id }) => id === row.dataset['conversation'])
    const first = rows.findIndex(isGone)
    const neighbour = rows.slice(first + 1).find((row) => !isGone(row)) ?? rows.slice(0, first).at(-1)
    const button = neighbour?.querySelector('button')
    const box = content.current?.closest<HTMLElement>('[role="dialog"]')
    ;(button ?? box)?.focus()
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('name')}
      description={!isEmpty && t('description')}
      closeLabel={t('close')}
      actions={list && !isEmpty && <Button onClick={() => setAsked(list)}>{t('purgeAll')}</Button>}
    >
      <div ref={content} className="mt-3">
        {failure && <FailurePanel title={t('failed')} failure={failure} onRetry={again} />}
        {isEmpty && (
          <EmptyState title={t('empty.title')}>
            <p>{t('empty.text')}</p>
          </EmptyState>
        )}
        {list && !isEmpty && (
          <ul aria-label={t('list')} className="rounded-card border border-line">
            {list.map((conversation) => (
              <DeletedRow
                key={conversation.id}
                conversation={conversation}
                now={now}
                onRestore={() => {
                  leaveRows([conversation])
                  void restoreConversation(conversation.id)
                }}
                onPurge={() => setAsked([conversation])}
              />
            ))}
          </ul>
        )}
      </div>
      {asked && (
        <PurgeDialog
          conversations={asked}
          onClose={() => setAsked(null)}
          onPurge={() => {
            leaveRows(asked)
            void purgeConversations(asked.map(({ id }) => id))
          }}
        />
      )}
    </Dialog>
  )
}
