import { create } from 'zustand'
import { failureOfCall } from '@contract/client.ts'
import type { Failure } from '@contract/failure.ts'
import type { HubRepositorySummary, HubSort } from '@contract/hub.ts'
import { backend, ConnectionLost } from '@renderer/app/backend.ts'

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
  failure: Failure | null
}

const nothing = { query: null, results: [], next: null, status: 'ready', failure: null } as const

/** What was looked for on the hub, kept while the page is open, so that *Back* finds it again. */
export const useSearch = create<Search>()(() => ({ typed: '', sort: 'downloads', ...nothing }))

let asking: AbortController | null = null

async function ask(cursor: string | null): Promise<void> {
  asking?.abort()
  const { signal } = (asking = new AbortController())
  const { query, sort } = useSearch.getState()
  if (query === null) return
  try {
    const { repositories, next } = await backend.hub.search({ query, sort, cursor }, { signal })
    if (signal.aborted) return
    useSearch.setState(({ results }) => ({
      results: withoutTwins([...results, ...repositories]),
      next,
      status: 'ready',
    }))
  } catch (error) {
    if (signal.aborted) return
    useSearch.setState({ status: 'failed', failure: failureOfCall(error) })
    if (error instanceof ConnectionLost) useSearch.setState({ failure: null })
  }
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
  void ask(null)
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
  void ask(next)
}

/** Back to the starting list. */
export function endSearch(): void {
  asking?.abort()
  useSearch.setState({ typed: '', ...nothing })
}
