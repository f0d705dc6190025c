import { useTranslation } from 'react-i18next'
import { useAbout } from '@renderer/app/state/about.ts'
import { useEngine } from '@renderer/app/state/engine.ts'
import { updateSettings, useSettings } from '@renderer/app/state/settings.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { SliderField } from '@renderer/ui/slider-field.tsx'

/** How many of the processor's cores compute. */
export function ThreadsSetting() {
  const { t } = useTranslation('settings')
  const { number, sentences } = useFormats()
  const chosen = useSettings(({ settings }) => settings.threads)
  const cores = useAbout()?.cores ?? null
  const inUse = useEngine(({ engine }) => (engine.phase === 'ready' ? engine.loaded.threads : null))
  if (cores === null || cores < 2) return null // nothing to choose
  const name = t('threads.name')
  return (
    <SliderField
      label={name}
      description={sentences(
        t('threads.description', { cores }),
        inUse !== null && t('threads.now', { threads: inUse }),
      )}
      value={chosen}
      automatic={cores}
      min={1}
      max={Math.max(cores, chosen ?? 1)}
      step={1}
      // How many are best is known to the engine, and said when it has loaded a model.
      format={(threads) => (chosen === null && threads === cores ? t('threads.upTo', { cores }) : number(threads))}
      resetLabel={t('reset', { name })}
      automaticLabel={t('automatic')}
      onChange={(threads) => void updateSettings({ threads })}
    />
  )
}
