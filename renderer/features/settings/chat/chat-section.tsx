import { useTranslation } from 'react-i18next'
import { limits } from '@contract/limits.ts'
import { useDefaultModel } from '@renderer/app/state/models.ts'
import { updateSettings, useSettings } from '@renderer/app/state/settings.ts'
import { SettingCard, SettingRow } from '@renderer/ui/setting-row.tsx'
import { SettledTextArea } from '@renderer/ui/settled-text-area.tsx'
import { DeletedSetting } from './deleted-setting.tsx'
import { SamplingSettings } from './sampling-settings.tsx'

/** What chats begin with, and those that were deleted. */
export function ChatSection() {
  return (
    <>
      <SettingCard>
        <Instructions />
        <DeletedSetting />
      </SettingCard>
      <SamplingSettings />
    </>
  )
}

function Instructions() {
  const { t } = useTranslation('settings')
  const systemPrompt = useSettings(({ settings }) => settings.systemPrompt)
  const recommended = useDefaultModel()?.recommended.systemPrompt
  const name = t('instructions.name')
  return (
    <SettingRow
      name={name}
      description={t('instructions.description')}
      wide
      reset={
        systemPrompt === null
          ? null
          : { label: t('reset', { name }), onReset: () => void updateSettings({ systemPrompt: null }) }
      }
    >
      <SettledTextArea
        label={name}
        value={systemPrompt ?? ''}
        placeholder={recommended ?? t('instructions.none')}
        maxLength={limits.instructions}
        onSettle={(text) => void updateSettings({ systemPrompt: text === '' ? null : text })}
      />
    </SettingRow>
  )
}
