import clsx from 'clsx'
import { Box, Settings, ShieldCheck, type LucideIcon } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { closeDrawer } from '@renderer/app/state/layout.ts'
import { paths, type Route } from '@renderer/app/routes.ts'
import type { Download } from '@contract/download.ts'
import { useDownloadFacts } from '@renderer/app/download-text.ts'
import { countUnderWay, isUnderWay, overallProgress, useTransfers } from '@renderer/app/state/downloads.ts'
import { useEngine } from '@renderer/app/state/engine.ts'
import { useSettings } from '@renderer/app/state/settings.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { FactLine } from '@renderer/ui/fact-line.tsx'
import { ariaShortcut } from '@renderer/ui/shortcut.ts'
import { Tooltip } from '@renderer/ui/tooltip.tsx'

/** The way to the other views, at the sidebar's foot. */
export function Navigation({ view }: { view: Route['view'] }) {
  const { t } = useTranslation('sidebar')
  const coming = useTransfers(({ downloads }) => downloads.some(isUnderWay))
  return (
    <nav aria-label={t('navigation')} className="grid gap-px border-t border-line p-2">
      <OfflineLink />
      <NavigationLink
        icon={Box}
        path={paths.models}
        name={t('models')}
        current={view === 'models'}
        tip={coming ? <DownloadsTip /> : null}
      >
        <ModelsBadge />
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
  /** More than there is room for. */
  tip?: ReactNode
  /** What is worth a word about it; part of its description, not of its name. */
  children?: ReactNode
}

function NavigationLink({ icon: Icon, path, name, shortcut, current, tip = null, children }: NavigationLinkProps) {
  const badgeId = useId()
  return (
    <Tooltip label={tip} side="top">
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
    </Tooltip>
  )
}

/** As many downloads as are told of. */
const told = 3

/** How the first downloads on their way stand: how far, how fast, how long yet. */
function DownloadsTip() {
  const downloads = useTransfers((transfers) => transfers.downloads)
  return (
    <ul className="grid gap-1 py-0.5">
      {downloads
        .filter(isUnderWay)
        .slice(0, told)
        .map((download) => (
          <DownloadTip key={download.id} download={download} />
        ))}
    </ul>
  )
}

function DownloadTip({ download }: { download: Download }) {
  const facts = useDownloadFacts(download)
  return (
    <li className="text-soft tabular-nums">
      <strong className="font-[550] text-text">{download.name}</strong> <FactLine facts={facts} />
    </li>
  )
}

/** Visible in the window while the switch is on, and the way to it. */
function OfflineLink() {
  const { t } = useTranslation('sidebar')
  const offline = useSettings(({ settings }) => settings.offline)
  if (!offline) return null
  return (
    <a
      href={`#${paths.settings('privacy')}`}
      draggable={false}
      aria-label={t('offline.label')}
      onClick={closeDrawer}
      className="focus-inset mb-1 flex h-8 items-center gap-2 rounded-md bg-pine-wash px-2.5 text-[13.5px] font-medium text-pine"
    >
      <ShieldCheck size={16} strokeWidth={1.75} aria-hidden="true" />
      {t('offline.name')}
    </a>
  )
}

/**
 * How far a download is, or else what the engine is doing, where that is worth a word. Of several it is said how many there are: how far
 * they are together would contradict what is said elsewhere of one of them.
 */
function ModelsBadge() {
  const { t } = useTranslation('sidebar')
  const { percent } = useFormats()
  const progress = useTransfers(overallProgress)
  const count = useTransfers(countUnderWay)
  const engine = useEngine((state) => state.engine)
  if (count > 1)
    return <span className="text-[11.5px] text-faint tabular-nums">{t('transfers.underWay', { total: count })}</span>
  if (progress !== null)
    return (
      <span
        className="text-[11.5px] text-faint tabular-nums"
        aria-label={t('transfers.progress', { percent: percent(progress) })}
      >
        {percent(progress)}
      </span>
    )
  switch (engine.phase) {
    case 'loading':
      // A word, as a number beside it is how far downloads are.
      return <span className="appear-late text-[11.5px] text-faint">{t('engine.loading')}</span>
    case 'failed':
      return <span className="text-[11.5px] text-rust-text">{t('engine.failed')}</span>
    case 'ready':
    case 'idle':
      return null
  }
}
