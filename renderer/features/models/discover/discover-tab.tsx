import { ArrowLeft } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { hubSortSchema } from '@contract/hub.ts'
import { FailurePanel } from '@renderer/app/failure-panel.tsx'
import { useNetwork } from '@renderer/app/state/network.ts'
import { useSettings } from '@renderer/app/state/settings.ts'
import { Button } from '@renderer/ui/button.tsx'
import { EmptyState } from '@renderer/ui/empty-state.tsx'
import { SearchInput } from '@renderer/ui/search-input.tsx'
import { SegmentedControl } from '@renderer/ui/segmented-control.tsx'
import { Spinner } from '@renderer/ui/spinner.tsx'
import { CuratedList } from './curated-list.tsx'
import { OfflineNote } from './offline-note.tsx'
import { ResultRow } from './result-row.tsx'
import { endSearch, search, searchOn, sortSearch, useSearch } from './search-store.ts'

/** Models that this computer could have: the starting list, and what the hub has. */
export function DiscoverTab() {
  const searched = useSearch(({ query }) => query !== null)
  return (
    <>
      <SearchBar searched={searched} />
      <OfflineNote />
      {searched ? <Results /> : <CuratedList />}
    </>
  )
}

function SearchBar({ searched }: { searched: boolean }) {
  const { t } = useTranslation('discover')
  const typed = useSearch((state) => state.typed)
  const offline = useSettings(({ settings }) => settings.offline)
  const host = useNetwork(({ network }) => network?.hubHost ?? '')
  return (
    <div className="mb-4">
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          label={t('search.label')}
          placeholder={t('search.placeholder')}
          clearLabel={t('search.clear')}
          value={typed}
          onChange={(text) => {
            useSearch.setState({ typed: text })
            if (text === '') endSearch()
          }}
          onSubmit={() => !offline && search()}
          className="min-w-52 flex-1"
        />
        <Button disabled={offline || typed.trim() === ''} onClick={search}>
          {t('search.submit')}
        </Button>
      </div>
      {!searched && !offline && host !== '' && (
        <p className="mt-1.5 text-xs text-faint">{t('search.note', { host })}</p>
      )}
    </div>
  )
}

function Results() {
  const { t } = useTranslation('discover')
  const { query, results, next, status, failure } = useSearch()
  const offline = useSettings(({ settings }) => settings.offline)
  // What failed for the switch alone is tried again by itself when it is turned.
  useEffect(() => {
    if (!offline && useSearch.getState().failure?.code === 'OFFLINE') searchOn()
  }, [offline])
  return (
    <>
      <ResultsHead sortable={results.length > 0 || status === 'searching'} />
      {results.length > 0 && (
        <ul
          aria-label={t('search.results')}
          aria-busy={status === 'more'}
          className="rounded-card border border-line bg-raised *:border-t *:border-line *:first:border-t-0"
        >
          {results.map((summary) => (
            <ResultRow key={summary.id} summary={summary} />
          ))}
        </ul>
      )}
      {status === 'searching' && <Searching />}
      {status === 'ready' && results.length === 0 && (
        <div className="rounded-card border border-line bg-raised">
          <EmptyState title={t('search.none', { query })}>
            <p className="max-w-[52ch]">{t('search.noneText')}</p>
          </EmptyState>
        </div>
      )}
      {status === 'failed' && failure && (
        <div className={results.length > 0 ? 'mt-3' : ''}>
          <FailurePanel title={t('search.failed')} failure={failure} onRetry={searchOn} />
        </div>
      )}
      {next !== null && (status === 'ready' || status === 'more') && (
        <div className="mt-4 flex justify-center">
          <Button disabled={status === 'more'} onClick={searchOn}>
            {status === 'more' && <Spinner />}
            {t('search.more')}
          </Button>
        </div>
      )}
    </>
  )
}

/** The way back to the starting list, and how what was found is sorted. */
function ResultsHead({ sortable }: { sortable: boolean }) {
  const { t } = useTranslation('discover')
  const sort = useSearch((state) => state.sort)
  return (
    <div className="mb-3 flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <Button variant="quiet" size="dense" className="-ml-2.5" onClick={endSearch}>
        <ArrowLeft aria-hidden="true" />
        {t('search.back')}
      </Button>
      {sortable && (
        <div className="flex items-center gap-2.5 text-sm text-soft">
          <span aria-hidden="true">{t('search.sort')}</span>
          <SegmentedControl
            label={t('search.sort')}
            value={sort}
            options={hubSortSchema.options.map((value) => ({ value, label: t(`search.${value}`) }))}
            onChange={sortSearch}
          />
        </div>
      )}
    </div>
  )
}

/** Where the results will stand, if that takes longer than a moment. */
function Searching() {
  const { t } = useTranslation('discover')
  return (
    <div role="status" className="appear-late rounded-card border border-line bg-raised">
      <p className="flex items-center gap-2 px-4 py-[13px] text-sm text-soft">
        <Spinner />
        {t('search.searching')}
      </p>
      {[68, 52, 60, 44].map((width) => (
        <div key={width} aria-hidden="true" className="grid gap-2 border-t border-line px-4 py-[15px]">
          <span className="h-3.5 rounded-xs bg-active" style={{ width: `${width}%` }} />
          <span className="h-2.5 w-1/3 rounded-xs bg-hover" />
        </div>
      ))}
    </div>
  )
}
