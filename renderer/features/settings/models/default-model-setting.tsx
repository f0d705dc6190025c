import { useTranslation } from 'react-i18next'
import { updateSettings, useSettings } from '@renderer/app/state/settings.ts'
import { useDefaultModel, useModels } from '@renderer/app/state/models.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { FitWord } from '@renderer/app/fit-word.tsx'
import { Select } from '@renderer/ui/select.tsx'
import { SettingRow } from '@renderer/ui/setting-row.tsx'

/** The model of chats that chose none. */
export function DefaultModelSetting() {
  const { t } = useTranslation('settings')
  const { bytes } = useFormats()
  const list = useModels((models) => models.list)
  const chosen = useSettings(({ settings }) => settings.defaultModelId)
  const inForce = useDefaultModel()
  const builtIn = list.find(({ source }) => source === 'built-in')
  const name = t('defaultModel.name')

  const choose = (modelId: string): void =>
    void updateSettings({ defaultModelId: modelId === builtIn?.id ? null : modelId })

  return (
    <SettingRow
      name={name}
      description={t('defaultModel.description')}
      reset={
        chosen === null || !builtIn
          ? null
          : {
              label: t('resetTo', { name, value: builtIn.name }),
              onReset: () => void updateSettings({ defaultModelId: null }),
            }
      }
    >
      {inForce && (
        <Select
          label={name}
          value={inForce.id}
          options={list.map((model) => ({
            value: model.id,
            label: model.name,
            disabled: model.failure !== null,
            note: (
              <>
                {bytes(model.sizeBytes)}
                {model.estimate && (
                  <>
                    {' · '}
                    <FitWord fit={model.estimate.fit} />
                  </>
                )}
              </>
            ),
          }))}
          onChange={choose}
        />
      )}
    </SettingRow>
  )
}
