import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { limits } from '@contract/limits.ts'
import { backend } from '@renderer/app/backend.ts'
import { notifyFailedCall } from '@renderer/app/notify.ts'
import { useNetwork } from '@renderer/app/state/network.ts'
import { Button } from '@renderer/ui/button.tsx'
import { SettingRow } from '@renderer/ui/setting-row.tsx'
import { Tag } from '@renderer/ui/tag.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'

/** The key to models that want an account. It is never shown again: the page does not get it back. */
export function TokenSetting() {
  const { t } = useTranslation('privacy')
  const network = useNetwork((state) => state.network)
  const [typed, setTyped] = useState('')
  const [storing, setStoring] = useState(false)
  const hasToken = network?.hasToken ?? false
  const canStore = network?.canStoreToken ?? true
  const isSent = network?.sendsToken ?? true
  const text = canStore ? (isSent ? 'description' : 'notSent') : 'unavailable'

  const setToken = async (token: string | null): Promise<void> => {
    setStoring(true)
    try {
      await backend.hub.setToken({ token })
      setTyped('')
    } catch (error) {
      notifyFailedCall(error)
    } finally {
      setStoring(false)
    }
  }

  const store = (): void => {
    if (typed.trim() !== '' && !storing) void setToken(typed.trim())
  }

  return (
    <SettingRow
      name={t('token.name')}
      badge={hasToken && <Tag tone="pine">{t('token.stored')}</Tag>}
      description={t(`token.${text}`, { host: network?.hubHost ?? '' })}
    >
      {hasToken ? (
        <Button aria-label={t('token.removeLabel')} disabled={storing} onClick={() => void setToken(null)}>
          {t('token.remove')}
        </Button>
      ) : (
        <div className="flex w-64 max-w-full gap-1.5">
          <TextField
            type="password"
            autoComplete="off"
            spellCheck={false}
            aria-label={t('token.field')}
            placeholder={t('token.placeholder')}
            maxLength={limits.token}
            disabled={!canStore || !isSent}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.nativeEvent.isComposing) store()
            }}
            className="min-w-0 flex-1 disabled:opacity-50"
          />
          <Button disabled={!canStore || !isSent || storing || typed.trim() === ''} onClick={store}>
            {t('token.save')}
          </Button>
        </div>
      )}
    </SettingRow>
  )
}
