import clsx from 'clsx'
import { Box, Settings, type LucideIcon } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { closeDrawer } from '@renderer/app/state/layout.ts'
import { paths, type Route } from '@renderer/app/routes.ts'
import { useEngine } from '@renderer/app/state/engine.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { ariaShortcut } from '@renderer/ui/shortcut.ts'

/** The way to the other views, at the sidebar's foot. */
export function Navigation({ view }: { view: Route['view'] }) {
  const { t } = useTranslation('sidebar')
  return (
    <nav aria-label={t('navigation')} className="grid gap-px border-t border-line p-2">
      <NavigationLink icon={Box} path={paths.models} name={t('models')} current={view === 'models'}>
        <EngineBadge />
      </NavigationLink>
      <NavigationLink
        icon={Settings}
        path={paths.settings()}
        name={t('settings')}
        shortcut="Mod+,"
        current={view === 'settings'}
      />
    </nav>
  )
}

interface NavigationLinkProps {
  icon: LucideIcon
  path: string
  name: string
  shortcut?: string
  current: boolean
  /** What is worth a word about it; part of its description, not of its name. */
  children?: ReactNode
}

function NavigationLink({ icon: Icon, path, name, shortcut, current, children }: NavigationLinkProps) {
  const badgeId = useId()
  return (
    <a
      href={`#${path}`}
      draggable={false}
      aria-describedby={children ? badgeId : undefined}
      aria-current={current ? 'page' : undefined}
      aria-keyshortcuts={shortcut && ariaShortcut(shortcut)}
      onClick={closeDrawer}
      className={clsx(
        'focus-inset flex h-8 items-center gap-2 rounded-md px-2.5 text-[13.5px]',
        current ? 'bg-active font-medium' : 'hover:bg-hover',
      )}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" className="text-soft" />
      <span className="flex-1">{name}</span>
      {children && (
        <span id={badgeId} aria-hidden="true">
          {children}
        </span>
      )}
    </a>
  )
}

/** What the engine is doing, where that is worth a word. */
function EngineBadge() {
  const { t } = useTranslation('sidebar')
  const { percent } = useFormats()
  const engine = useEngine((state) => state.engine)
  switch (engine.phase) {
    case 'loading':
      return <span className="text-[11.5px] text-faint tabular-nums">{percent(engine.progress)}</span>
    case 'failed':
      return <span className="text-[11.5px] text-rust-text">{t('engine.failed')}</span>
    case 'ready':
    case 'idle':
      return null
  }
}
