import { useTranslation } from 'react-i18next'
import { limits } from '@contract/limits.ts'
import { settingsSchema } from '@contract/settings.ts'
import { showTextSize } from '@renderer/app/appearance.ts'
import { updateSettings, useSettings } from '@renderer/app/state/settings.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { SegmentedControl } from '@renderer/ui/segmented-control.tsx'
import { SettingCard, SettingRow } from '@renderer/ui/setting-row.tsx'
import { SliderField } from '@renderer/ui/slider-field.tsx'

/** How Hearth looks and which language it speaks. */
export function GeneralSection() {
  const { t } = useTranslation('settings')
  const { theme, language } = useSettings(({ settings }) => settings)
  return (
    <SettingCard>
      <SettingRow name={t('theme.name')} description={t('theme.description')}>
        <SegmentedControl
          label={t('theme.name')}
          value={theme}
          options={[
            { value: 'system', label: t('theme.system') },
            { value: 'light', label: t('theme.light') },
            { value: 'dark', label: t('theme.dark') },
          ]}
          onChange={(chosen) => void updateSettings({ theme: chosen })}
        />
      </SettingRow>
      <TextSize />
      <SettingRow name={t('language.name')} description={t('language.description')}>
        <SegmentedControl
          label={t('language.name')}
          value={language}
          options={[
            { value: 'system', label: t('language.system') },
            { value: 'en', label: <span lang="en">English</span> },
            { value: 'zh-CN', label: <span lang="zh-CN">简体中文</span> },
          ]}
          onChange={(chosen) => void updateSettings({ language: chosen })}
        />
      </SettingRow>
    </SettingCard>
  )
}

const textSizeSchema = settingsSchema.shape.textSize
const defaultTextSize = textSizeSchema.parse(undefined)

function TextSize() {
  const { t } = useTranslation('settings')
  const { number } = useFormats()
  const textSize = useSettings(({ settings }) => settings.textSize)
  return (
    <div>
      <SliderField
        label={t('textSize.name')}
        value={textSize === defaultTextSize ? null : textSize}
        automatic={defaultTextSize}
        {...limits.textSize}
        step={0.5}
        format={(pixels) => t('pixels', { size: number(pixels) })}
        resetLabel={t('resetTo', { name: t('textSize.name'), value: number(defaultTextSize) })}
        automaticLabel={t('standard')}
        onChange={(size) => void updateSettings({ textSize: size ?? defaultTextSize })}
        onDrag={(size) => showTextSize(size ?? textSize)}
      />
      <p className="mt-2 overflow-hidden rounded-md bg-sunken px-3.5 py-2.5 text-conversation">
        {t('textSize.sample')}
      </p>
    </div>
  )
}
