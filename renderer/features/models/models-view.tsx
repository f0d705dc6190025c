import { Plus } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { FolderTrouble } from '@contract/model.ts'
import { backend } from '@renderer/app/backend.ts'
import { useFolderTrouble } from '@renderer/app/folder-trouble.tsx'
import { runCommand } from '@renderer/app/commands.ts'
import { notifyFailedCall } from '@renderer/app/notify.ts'
import { PageTitle, PageView } from '@renderer/app/page-view.tsx'
import { paths, type ModelsPlace } from '@renderer/app/routes.ts'
import { useEngine } from '@renderer/app/state/engine.ts'
import { readModels, useModels } from '@renderer/app/state/models.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { useAnswer } from '@renderer/app/use-answer.ts'
import { Button } from '@renderer/ui/button.tsx'
import { LinkTabs } from '@renderer/ui/link-tabs.tsx'
import { DiscoverTab } from './discover/discover-tab.tsx'
import { RepositoryPage } from './discover/repository-page.tsx'
import { totalsOf, type LibraryTotals } from './facts.ts'
import { FoundTab } from './found/found-tab.tsx'
import { followFound, useFound } from './found/found-store.ts'
import { InstalledTab } from './installed-tab.tsx'

/** Has the backend look at the disk. */
function look(): void {
  void readModels() // what is free now may have changed
  backend.models.refresh().catch(notifyFailedCall)
}

/** The models of this computer, those that it could have, and what can be done with each. */
export function ModelsView({ tab, repository }: ModelsPlace) {
  const { t } = useTranslation('models')
  const { list, loaded } = useModels()
  const folderTrouble = useFolderTrouble()
  const foundCount = useFound(({ list: found }) => found?.length ?? null)
  useEffect(() => {
    look()
    // A disk may have been connected meanwhile: what was added from elsewhere is not watched.
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [])
  useEffect(followFound, [])
  return (
    <PageView place={`models/${tab}/${repository ?? ''}`}>
      <div className="mx-auto max-w-[900px]">
        <PageTitle>{t('title')}</PageTitle>
        <p className="mb-4 min-h-[1.45em] text-[14.5px] text-soft tabular-nums">
          {loaded && <Summary totals={totalsOf(list)} folderTrouble={folderTrouble} />}
        </p>
        <LinkTabs
          label={t('tabs.label')}
          tabs={[
            {
              href: `#${paths.models}`,
              name: t('tabs.installed'),
              count: loaded ? list.length : null,
              current: tab === 'installed',
            },
            { href: `#${paths.discover}`, name: t('tabs.discover'), current: tab === 'discover' },
            { href: `#${paths.found}`, name: t('tabs.found'), count: foundCount, current: tab === 'found' },
          ]}
        >
          <Button onClick={() => runCommand('add-model')}>
            <Plus aria-hidden="true" />
            {t('add')}
          </Button>
        </LinkTabs>
        <div className="pt-4">
          <Tab tab={tab} repository={repository} folderTrouble={folderTrouble} />
        </div>
      </div>
      <Announcement />
    </PageView>
  )
}

function Tab({ tab, repository, folderTrouble }: ModelsPlace & { folderTrouble: FolderTrouble | null }) {
  switch (tab) {
    case 'installed':
      return <InstalledTab folderTrouble={folderTrouble} />
    case 'discover':
      return repository === null ? <DiscoverTab /> : <RepositoryPage key={repository} id={repository} />
    case 'found':
      return <FoundTab />
  }
}

interface SummaryProps {
  totals: LibraryTotals
  folderTrouble: FolderTrouble | null
}

/** How many there are, what they take, and how much more there is room for. */
function Summary({ totals: { count, bytes, awayCount }, folderTrouble }: SummaryProps) {
  const { t } = useTranslation('models')
  const { sentences } = useFormats()
  const free = useAnswer(`${count} ${bytes}`, (signal) => backend.models.freeBytes(undefined, { signal })).answer
  return sentences(
    count === 1 ? t('summary.one', { bytes }) : t('summary.many', { total: count, bytes }),
    awayCount > 0 && t('summary.away', { count: awayCount, total: awayCount }),
    free !== null && folderTrouble === null && t('summary.free', { bytes: free }),
  )
}

/** Says the loading's turns to those who do not see it. */
function Announcement() {
  const { t } = useTranslation('models')
  const engine = useEngine((state) => state.engine)
  const name = useModels(({ list }) =>
    engine.phase === 'idle' ? '' : list.find(({ id }) => id === engine.modelId)?.name,
  )
  return (
    <p role="status" className="sr-only">
      {engine.phase !== 'idle' && name && t(`announce.${engine.phase}`, { name })}
    </p>
  )
}
