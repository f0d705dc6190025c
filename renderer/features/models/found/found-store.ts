import { create } from 'zustand'
import type { Failure } from '@contract/failure.ts'
import type { ForeignApplication, FoundModel } from '@contract/import.ts'
import type { Model } from '@contract/model.ts'
import { ask } from '@renderer/app/ask.ts'
import { backend } from '@renderer/app/backend.ts'
import { useModels } from '@renderer/app/state/models.ts'

interface Found {
  /** null until it was looked for the first time. */
  list: readonly FoundModel[] | null
  looking: boolean
  failure: Failure | null
}

/** What other applications keep on this computer, as it was last looked for. */
export const useFound = create<Found>()(() => ({ list: null, looking: false, failure: null }))

let giveUp = (): void => undefined

/** Looks again, in the place of a look that is still under way. */
export function readFound(): void {
  giveUp()
  useFound.setState({ looking: true })
  giveUp = ask(
    (signal) => backend.models.found(undefined, { signal }),
    (list) => useFound.setState({ list, looking: false, failure: null }),
    (failure) => useFound.setState({ looking: false, failure }),
  )
}

/** Looks now, and again whenever the library has other models: each says which of them uses it. Answers how to stop. */
export function followFound(): () => void {
  let known: string | null = null
  const look = ({ list }: { list: readonly Model[] }): void => {
    const ids = list
      .map(({ id }) => id)
      .toSorted()
      .join(' ')
    if (ids === known) return
    known = ids
    readFound()
  }
  look(useModels.getState())
  const stop = useModels.subscribe(look)
  return () => {
    stop()
    giveUp()
    useFound.setState({ looking: false })
  }
}

/** The models by the application that keeps them, in the order in which they were found. */
export function byApplication(list: readonly FoundModel[]): [ForeignApplication, FoundModel[]][] {
  const groups = new Map<ForeignApplication, FoundModel[]>()
  for (const model of list) groups.set(model.application, [...(groups.get(model.application) ?? []), model])
  return [...groups]
}

/** The files that can be used and are not yet. */
export function usable(list: readonly FoundModel[]): string[] {
  return list.flatMap(({ path, modelId, failure }) => (modelId === null && failure === null ? [path] : []))
}
