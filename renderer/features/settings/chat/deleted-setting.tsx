import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@renderer/ui/button.tsx'
import { SettingRow } from '@renderer/ui/setting-row.tsx'
import { DeletedDialog } from './deleted-dialog.tsx'
import { useDeleted } from './use-deleted.ts'

/** How many chats are in the trash, and the way to them. */
export function DeletedSetting() {
  const { t } = useTranslation('trash')
  const [shown, setShown] = useState(false)
  const deleted = useDeleted()
  const total = deleted.answer?.length ?? 0
  return (
    <SettingRow
      name={t('name')}
      description={t('description')}
      badge={total > 0 && <span className="text-sm text-soft tabular-nums">{t('chats', { count: total, total })}</span>}
    >
      <Button aria-label={t('showLabel')} onClick={() => setShown(true)}>
        {t('show')}
      </Button>
      {shown && <DeletedDialog deleted={deleted} onClose={() => setShown(false)} />}
    </SettingRow>
  )
}
