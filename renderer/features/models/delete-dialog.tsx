import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Model } from '@contract/model.ts'
import { ConfirmDialog } from '@renderer/ui/confirm-dialog.tsx'
import { removeModel, unloadModel } from './model-actions.ts'

interface DeleteDialogProps {
  model: Model
  /** It is in memory, or on its way there. */
  loaded: boolean
  onClose: () => void
  /** The box has gone, and the row is about to. */
  onDelete: () => void
}

/** Asks before a model goes to the trash; one that is loaded has to be unloaded first, and the box stays for what it was opened for. */
export function DeleteDialog({ model, loaded, onClose, onDelete }: DeleteDialogProps) {
  const { t } = useTranslation('models')
  const deleted = useRef(false)
  const { name, sizeBytes, fileCount } = model
  return (
    <ConfirmDialog
      open
      danger
      title={t('remove.title', { name })}
      description={loaded ? t('remove.loaded') : t('remove.text', { count: fileCount, bytes: sizeBytes })}
      cancel={t('remove.cancel')}
      confirm={t('remove.confirm')}
      first={loaded ? { label: t('remove.unload'), onClick: () => void unloadModel() } : undefined}
      onCancel={onClose}
      onConfirm={() => {
        deleted.current = true
        onClose()
      }}
      onGone={() => {
        if (!deleted.current) return
        onDelete()
        void removeModel(model)
      }}
    />
  )
}
