import clsx from 'clsx'
import { Box, Info, MessageSquare, ShieldCheck, SunMedium, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { paths, settingsSections, type SettingsSection } from '@renderer/app/routes.ts'

const icons: Record<SettingsSection, LucideIcon> = {
  general: SunMedium,
  chat: MessageSquare,
  models: Box,
  privacy: ShieldCheck,
  about: Info,
}

/** The way between the sections: a list on the left, tabs above where there is no room for it. */
export function SectionList({ current }: { current: SettingsSection }) {
  const { t } = useTranslation('settings')
  return (
    <nav
      aria-label={t('sections.label')}
      className="mb-6 flex gap-5 overflow-x-auto border-b border-line @min-[760px]:sticky @min-[760px]:top-0 @min-[760px]:mb-0 @min-[760px]:grid @min-[760px]:self-start @min-[760px]:gap-px @min-[760px]:overflow-visible @min-[760px]:border-b-0 @min-[760px]:pt-[31px]"
    >
      {settingsSections.map((section) => (
        <SectionLink key={section} section={section} current={section === current} name={t(`sections.${section}`)} />
      ))}
    </nav>
  )
}

function SectionLink({ section, current, name }: { section: SettingsSection; current: boolean; name: string }) {
  const Icon = icons[section]
  return (
    <a
      href={`#${paths.settings(section)}`}
      draggable={false}
      aria-current={current ? 'page' : undefined}
      className={clsx(
        'focus-inset flex h-9 items-center gap-2 whitespace-nowrap @min-[760px]:h-8 @min-[760px]:rounded-md @min-[760px]:px-2.5 @min-[760px]:text-[13.5px]',
        current
          ? 'font-medium shadow-[inset_0_-2px_var(--ember)] @min-[760px]:bg-active @min-[760px]:shadow-none'
          : 'text-soft hover:text-text @min-[760px]:text-text @min-[760px]:hover:bg-hover',
      )}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" className="hidden text-soft @min-[760px]:block" />
      {name}
    </a>
  )
}
