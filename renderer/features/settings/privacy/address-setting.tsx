import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { limits } from '@contract/limits.ts'
import { updateSettings, useSettings } from '@renderer/app/state/settings.ts'
import { SettingRow } from '@renderer/ui/setting-row.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { defaultHubAddress, hubAddressOf } from '@renderer/app/hub-address.ts'

/** Where models are searched for and downloaded from. */
export function AddressSetting() {
  const { t } = useTranslation('privacy')
  const { t: settings } = useTranslation('settings')
  const address = useSettings((state) => state.settings.hubAddress)
  const [typed, setTyped] = useState<string | null>(null)
  const [refused, setRefused] = useState(false)
  const noteId = useId()
  const name = t('address.name')

  const settle = (): void => {
    if (typed === null) return
    const wanted = hubAddressOf(typed)
    setRefused(wanted === null)
    if (wanted === null) return
    setTyped(null)
    if (wanted !== address) void updateSettings({ hubAddress: wanted })
  }

  const reset = (): void => {
    setTyped(null)
    setRefused(false)
    void updateSettings({ hubAddress: defaultHubAddress })
  }

  const isDefault = address === defaultHubAddress && typed === null
  return (
    <SettingRow
      name={name}
      description={t('address.description')}
      reset={isDefault ? null : { label: settings('resetTo', { name, value: defaultHubAddress }), onReset: reset }}
    >
      <div className="w-64 max-w-full">
        <TextField
          type="url"
          inputMode="url"
          spellCheck={false}
          autoComplete="off"
          aria-label={name}
          aria-invalid={refused}
          aria-describedby={refused ? noteId : undefined}
          maxLength={limits.hubAddress}
          value={typed ?? address}
          onChange={(event) => {
            setTyped(event.target.value)
            setRefused(false)
          }}
          onBlur={settle}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) settle()
            if (event.key === 'Escape' && typed !== null) {
              event.preventDefault()
              setTyped(null)
              setRefused(false)
            }
          }}
          className={`w-full ${refused ? 'border-rust' : ''}`}
        />
        {refused && (
          <p id={noteId} role="alert" className="mt-1 text-xs text-rust-text">
            {t('address.invalid')}
          </p>
        )}
      </div>
    </SettingRow>
  )
}
