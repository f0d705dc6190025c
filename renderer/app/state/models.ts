import type { Model } from '@contract/model.ts'
import { create } from 'zustand'
import { backend } from '../backend.ts'
import { notifyFailedCall } from '../notify.ts'
import { useSettings } from './settings.ts'

interface Models {
  /** As the library lists them, broken and missing ones included. */
  list: readonly Model[]
  /** False until the list was read for the first time. */
  loaded: boolean
}

/** The model library, read again whenever the backend says that it changed. */
export const useModels = create<Models>()(() => ({ list: [], loaded: false }))

let reading: AbortController | null = null

/** Reads the library again; an earlier reading that is still under way is given up. */
export async function readModels(): Promise<void> {
  reading?.abort()
  const { signal } = (reading = new AbortController())
  try {
    const list = await backend.models.list(undefined, { signal })
    if (!signal.aborted) useModels.setState({ list, loaded: true })
  } catch (error) {
    if (!signal.aborted) notifyFailedCall(error)
  }
}

/** Whether its file is not where it was. */
export function isAway({ failure }: Pick<Model, 'failure'>): boolean {
  return failure?.code === 'MODEL_FILE_MISSING'
}

/** The model of this id, or null when the library has none. */
export function useModel(modelId: string | null): Model | null {
  return useModels(({ list }) => list.find(({ id }) => id === modelId) ?? null)
}

/** The model inside the application; null until the library was read. */
export function findBuiltIn(): Model | null {
  return useModels.getState().list.find(({ source }) => source === 'built-in') ?? null
}

/** The model of chats that chose none: the setting's, else the built-in one. */
export function useDefaultModel(): Model | null {
  const chosen = useSettings(({ settings }) => settings.defaultModelId)
  return useModels(
    ({ list }) => list.find(({ id }) => id === chosen) ?? list.find(({ source }) => source === 'built-in') ?? null,
  )
}
