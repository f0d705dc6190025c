import { create } from 'zustand'
import { failureOfCall } from '@contract/client.ts'
import type { Failure } from '@contract/failure.ts'
import type { ForeignApplication, FoundModel } from '@contract/import.ts'
import { backend, ConnectionLost } from '@renderer/app/backend.ts'

interface Found {
  /** null until it was looked for the first time. */
  list: readonly FoundModel[] | null
  looking: boolean
  failure: Failure | null
}

/** What other applications keep on this computer, as it was last looked for. */
export const useFound = create<Found>()(() => ({ list: null, looking: false, failure: null }))

let round = 0

/** Looks again; an earlier look that is still under way is not waited for. */
export async function readFound(): Promise<void> {
  round += 1
  const mine = round
  useFound.setState({ looking: true })
  try {
    const list = await backend.models.found()
    if (mine === round) useFound.setState({ list, looking: false, failure: null })
  } catch (error) {
    if (mine !== round) return
    useFound.setState({ looking: false, failure: error instanceof ConnectionLost ? null : failureOfCall(error) })
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
