import { ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { paths } from './routes.ts'
import { useSidebarAway } from './sidebar-button.tsx'
import { useSettings } from './state/settings.ts'

/** Says that *Offline* is on where the sidebar, which says it else, does not stand beside the view. Leads to the switch. */
export function OfflineMark() {
  const { t } = useTranslation('sidebar')
  const offline = useSettings(({ settings }) => settings.offline)
  if (!useSidebarAway() || !offline) return null
  return (
    <a
      href={`#${paths.settings('privacy')}`}
      draggable={false}
      aria-label={t('offline.label')}
      className="flex h-6 items-center gap-1.5 rounded-md bg-pine-wash px-2 text-xs font-medium text-pine"
    >
      <ShieldCheck size={13} strokeWidth={1.75} aria-hidden="true" />
      {t('offline.name')}
    </a>
  )
}
