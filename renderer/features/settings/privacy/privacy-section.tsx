import { useTranslation } from 'react-i18next'
import { updateSettings, useSettings } from '@renderer/app/state/settings.ts'
import { SegmentedControl } from '@renderer/ui/segmented-control.tsx'
import { SettingCard, SettingRow } from '@renderer/ui/setting-row.tsx'
import { Switch } from '@renderer/ui/switch.tsx'
import { AddressSetting } from './address-setting.tsx'
import { Ledger } from './ledger.tsx'
import { TokenSetting } from './token-setting.tsx'

/** What may go out of this computer, and everything that ever did. */
export function PrivacySection() {
  const { t } = useTranslation('privacy')
  const { offline, parallelDownloads } = useSettings(({ settings }) => settings)
  return (
    <>
      <SettingCard>
        <SettingRow name={t('offline.name')} description={t('offline.description')}>
          <Switch
            label={t('offline.name')}
            checked={offline}
            onChange={(checked) => void updateSettings({ offline: checked })}
          />
        </SettingRow>
        <AddressSetting />
        <TokenSetting />
        <SettingRow name={t('parallel.name')} description={t('parallel.description')}>
          <SegmentedControl
            label={t('parallel.name')}
            value={parallelDownloads === 1 ? 'one' : 'two'}
            options={[
              { value: 'one', label: t('parallel.one') },
              { value: 'two', label: t('parallel.two') },
            ]}
            onChange={(value) => void updateSettings({ parallelDownloads: value === 'one' ? 1 : 2 })}
          />
        </SettingRow>
      </SettingCard>
      <Ledger />
    </>
  )
}
