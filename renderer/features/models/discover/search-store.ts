import { create } from 'zustand'
import type { Failure } from '@contract/failure.ts'
import type { HubRepositorySummary, HubSort } from '@contract/hub.ts'
import { ask } from '@renderer/app/ask.ts'
import { backend } from '@renderer/app/backend.ts'

interface Search {
  /** What stands in the field. */
  typed: string
  sort: HubSort
  /** What the hub was asked for; null: nothing, the starting list is shown. */
  query: string | null
  results: readonly HubRepositorySummary[]
  /** Where the hub goes on; null: that was all. */
  next: string | null
  status: 'searching' | 'more' | 'ready' | 'failed'
  /** Set when `failed`. */
  failure: Failure | null
}

const nothing = { query: null, results: [], next: null, status: 'ready', failure: null } as const

/** What was looked for on the hub, kept while the page is open, so that *Back* finds it again. */
export const useSearch = create<Search>()(() => ({ typed: '', sort: 'downloads', ...nothing }))

let giveUp = (): void => undefined

function askFrom(cursor: string | null): void {
  giveUp()
  const { query, sort } = useSearch.getState()
  if (query === null) return
  giveUp = ask(
    (signal) => backend.hub.search({ query, sort, cursor }, { signal }),
    ({ repositories, next }) =>
      useSearch.setState(({ results }) => ({
        results: withoutTwins([...results, ...repositories]),
        next,
        status: 'ready',
      })),
    (failure) => useSearch.setState({ status: 'failed', failure }),
  )
}

/** The hub's list moves while it is read: what was on the page before may come again. */
function withoutTwins(list: readonly HubRepositorySummary[]): HubRepositorySummary[] {
  return [...new Map(list.map((summary) => [summary.id, summary])).values()]
}

/** Searches the hub for what stands in the field; for nothing it goes back to the starting list. */
export function search(): void {
  const query = useSearch.getState().typed.trim()
  if (query === '') return endSearch()
  useSearch.setState({ ...nothing, query, status: 'searching' })
  askFrom(null)
}

/** Sorts otherwise; the hub does it, so it is asked again. */
export function sortSearch(sort: HubSort): void {
  useSearch.setState({ sort })
  if (useSearch.getState().query !== null) search()
}

/** The next page; after a failure, the one that failed. */
export function searchOn(): void {
  const { next, results } = useSearch.getState()
  useSearch.setState({ status: results.length === 0 ? 'searching' : 'more', failure: null })
  askFrom(next)
}

/** Back to the starting list. */
export function endSearch(): void {
  giveUp()
  useSearch.setState({ typed: '', ...nothing })
}
