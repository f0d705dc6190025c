import { ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { updateSettings, useSettings } from '@renderer/app/state/settings.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Button } from '@renderer/ui/button.tsx'

/** Says why nothing can be fetched while the switch is on, with the way to turn it. */
export function OfflineNote() {
  const { t } = useTranslation('discover')
  const { sentenceGap } = useFormats()
  const offline = useSettings(({ settings }) => settings.offline)
  if (!offline) return null
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card bg-pine-wash px-4 py-3 text-sm">
      <ShieldCheck size={18} strokeWidth={1.75} aria-hidden="true" className="shrink-0 text-pine" />
      <p className="min-w-0 flex-1">
        <strong className="font-[550]">{t('offline.title')}</strong>
        {sentenceGap}
        <span className="text-soft">{t('offline.text')}</span>
      </p>
      <Button size="dense" onClick={() => void updateSettings({ offline: false })}>
        {t('offline.switchOff')}
      </Button>
    </div>
  )
}
