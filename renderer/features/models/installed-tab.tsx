import { Compass } from 'lucide-react'
import { useDeferredValue, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import type { FolderTrouble } from '@contract/model.ts'
import { FolderTroubleNote } from '@renderer/app/folder-trouble.tsx'
import { reveal } from '@renderer/app/reveal.ts'
import { go, paths } from '@renderer/app/routes.ts'
import { useAbout } from '@renderer/app/state/about.ts'
import { useEngine } from '@renderer/app/state/engine.ts'
import { useModels } from '@renderer/app/state/models.ts'
import { Button, ButtonLink } from '@renderer/ui/button.tsx'
import { EmptyState } from '@renderer/ui/empty-state.tsx'
import { SearchInput } from '@renderer/ui/search-input.tsx'
import { Select } from '@renderer/ui/select.tsx'
import { ModelList } from './model-list.tsx'
import { runningModelId } from './row-state.ts'
import { filteredModels, modelOrders, sortedModels, type ModelOrder } from './sorting.ts'
import { TransferList } from './transfers/transfer-list.tsx'

/** What was last looked for in the list, kept while the page is open. */
const useListView = create<{ query: string; order: ModelOrder }>()(() => ({ query: '', order: 'used' }))

/** Below this many models a list needs no filter. */
const worthFiltering = 4

/** What is on its way, and all models of this computer. */
export function InstalledTab({ folderTrouble }: { folderTrouble: FolderTrouble | null }) {
  const { t } = useTranslation('models')
  const { list, loaded } = useModels()
  const about = useAbout()
  const { query, order } = useListView()
  const sought = useDeferredValue(query)
  const runningId = useEngine(({ engine }) => runningModelId(engine))
  const shown = useMemo(
    () => sortedModels(filteredModels(list, sought), order, runningId),
    [list, sought, order, runningId],
  )
  const withTools = list.length >= worthFiltering || query !== ''
  return (
    <>
      <TransferList />
      {withTools && <Tools query={query} order={order} />}
      {shown.length > 0 && <ModelList list={shown} />}
      {shown.length === 0 && loaded && list.length > 0 && (
        <div className="rounded-card border border-line bg-raised">
          <EmptyState title={t('filter.none')}>
            <p>{t('filter.noneText')}</p>
          </EmptyState>
        </div>
      )}
      {loaded && list.every(({ source }) => source === 'built-in') && <NextStep />}
      {about && <FolderLine folder={about.modelsFolder} trouble={folderTrouble} />}
    </>
  )
}

function Tools({ query, order }: { query: string; order: ModelOrder }) {
  const { t } = useTranslation('models')
  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
      <SearchInput
        label={t('filter.label')}
        placeholder={t('filter.placeholder')}
        clearLabel={t('filter.clear')}
        value={query}
        onChange={(text) => useListView.setState({ query: text })}
        className="w-60 max-w-full"
      />
      <div className="flex items-center gap-2.5 text-sm">
        <span aria-hidden="true" className="text-soft">
          {t('sort.label')}
        </span>
        <Select
          label={t('sort.label')}
          value={order}
          options={modelOrders.map((value) => ({ value, label: t(`sort.${value}`) }))}
          onChange={(chosen) => {
            const known = modelOrders.find((value) => value === chosen)
            if (known) useListView.setState({ order: known })
          }}
        />
      </div>
    </div>
  )
}

/** There is nothing but what came with Hearth: where better models come from. */
function NextStep() {
  const { t } = useTranslation('models')
  return (
    <section className="mt-6 rounded-card border border-dashed border-line-strong px-6 py-6">
      <h2 className="mb-1 text-lg font-[550]">{t('nextStep.title')}</h2>
      <p className="mb-4 max-w-[68ch] text-soft">{t('nextStep.text')}</p>
      <Button variant="primary" onClick={() => go(paths.discover)}>
        <Compass aria-hidden="true" />
        {t('nextStep.discover')}
      </Button>
    </section>
  )
}

/** Where models are looked for. */
function FolderLine({ folder, trouble }: { folder: string; trouble: FolderTrouble | null }) {
  const { t } = useTranslation('models')
  return (
    <>
      <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
        <p className="min-w-0 break-words">
          {t('folder.name')}
          <span className="font-mono text-xs wrap-anywhere select-text">{folder}</span>
        </p>
        <div className="flex gap-1">
          <Button variant="quiet" size="dense" aria-label={t('folder.openLabel')} onClick={() => void reveal(folder)}>
            {t('folder.open')}
          </Button>
          <ButtonLink
            href={`#${paths.settings('models')}`}
            variant="quiet"
            size="dense"
            aria-label={t('folder.changeLabel')}
          >
            {t('folder.change')}
          </ButtonLink>
        </div>
      </div>
      <FolderTroubleNote trouble={trouble} />
    </>
  )
}
