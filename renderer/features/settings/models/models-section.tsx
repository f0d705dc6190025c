import { useTranslation } from 'react-i18next'
import { FolderTroubleNote, useFolderTrouble } from '@renderer/app/folder-trouble.tsx'
import { reveal } from '@renderer/app/reveal.ts'
import { paths } from '@renderer/app/routes.ts'
import { useAbout } from '@renderer/app/state/about.ts'
import { updateSettings, useSettings } from '@renderer/app/state/settings.ts'
import { useDefaultModel } from '@renderer/app/state/models.ts'
import { Button, ButtonLink } from '@renderer/ui/button.tsx'
import { SettingCard, SettingRow } from '@renderer/ui/setting-row.tsx'
import { ContextSetting } from './context-setting.tsx'
import { DefaultModelSetting } from './default-model-setting.tsx'
import { ThreadsSetting } from './threads-setting.tsx'

/** Where models come from, which one new chats use, and how it is run. */
export function ModelsSection() {
  const { t } = useTranslation('settings')
  const model = useDefaultModel()
  return (
    <>
      <SettingCard>
        <FolderSetting />
        <DefaultModelSetting />
        <SettingRow name={t('allModels.name')} description={t('allModels.description')}>
          <ButtonLink href={`#${paths.models}`} aria-label={t('allModels.showLabel')}>
            {t('allModels.show')}
          </ButtonLink>
        </SettingRow>
      </SettingCard>
      <h2 className="mt-7 text-lg font-[550]">{t('running.title')}</h2>
      <p className="mb-2.5 max-w-[64ch] text-sm text-pretty text-soft">{t('running.description')}</p>
      <SettingCard>
        <ContextSetting model={model} />
        <ThreadsSetting />
      </SettingCard>
    </>
  )
}

function FolderSetting() {
  const { t } = useTranslation('settings')
  const chosen = useSettings(({ settings }) => settings.modelsFolder)
  const about = useAbout()
  const trouble = useFolderTrouble()
  const folder = chosen ?? about?.modelsFolder ?? ''
  const name = t('folder.name')

  const change = async (): Promise<void> => {
    const path = await window.hearth.chooseFolder({ current: folder })
    if (path !== null) await updateSettings({ modelsFolder: path })
  }

  return (
    <SettingRow
      name={name}
      description={
        <>
          {t('folder.description')}
          <span className="mt-1 block min-h-[1.5em] font-mono text-xs wrap-anywhere text-text select-text">
            {folder}
          </span>
          <FolderTroubleNote trouble={trouble} />
        </>
      }
      reset={
        chosen === null
          ? null
          : { label: t('reset', { name }), onReset: () => void updateSettings({ modelsFolder: null }) }
      }
    >
      <div className="flex flex-wrap gap-2">
        <Button aria-label={t('folder.changeLabel')} onClick={() => void change()}>
          {t('folder.change')}
        </Button>
        <Button disabled={folder === ''} aria-label={t('folder.openLabel')} onClick={() => void reveal(folder)}>
          {t('folder.open')}
        </Button>
      </div>
    </SettingRow>
  )
}
