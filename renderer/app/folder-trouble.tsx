import { useTranslation } from 'react-i18next'
import type { FolderTrouble } from '@contract/model.ts'
import { backend } from './backend.ts'
import { useModels } from './state/models.ts'
import { useSettings } from './state/settings.ts'
import { useAnswer } from './use-answer.ts'

/**
 * What keeps the models folder from being used; null: nothing that is known. Asked again when models come or go with it. The folder that
 * nobody chose is made as soon as something is to be in it. Each use asks: a view has one.
 */
export function useFolderTrouble(): FolderTrouble | null {
  const chosen = useSettings(({ confirmed }) => confirmed.modelsFolder)
  const usable = useModels(({ list, loaded }) =>
    loaded ? list.filter(({ failure }) => failure === null).length : null,
  )
  const key = usable === null ? null : `${chosen} ${usable}`
  const { answer } = useAnswer(key, (signal) => backend.models.folderTrouble(undefined, { signal }))
  return answer === 'missing' && chosen === null ? null : answer
}

/** Says it, where the folder is named. */
export function FolderTroubleNote({ trouble }: { trouble: FolderTrouble | null }) {
  const { t } = useTranslation('settings')
  return trouble !== null && <span className="mt-1 block text-xs text-rust-text">{t(`folder.${trouble}`)}</span>
}
