import type { Download } from '@contract/download.ts'
import type { Model } from '@contract/model.ts'
import { isMoving, isUnderWay } from '@renderer/app/state/downloads.ts'

/** A better model than the built-in one that is coming, was begun and waits for the person, or has just come. */
export type Coming = { state: 'coming'; download: Download } | { state: 'ready'; modelId: string; name: string } | null

/** The one that is being fetched now, else the last that was and is there, else one that was paused or has stopped. */
export function comingOf(downloads: readonly Download[], library: readonly Model[]): Coming {
  const download = downloads.find(isMoving) ?? downloads.find(isUnderWay)
  if (download) return { state: 'coming', download }
  const ready = downloads.findLast(
    ({ state, modelId }) => state === 'done' && library.some(({ id, failure }) => id === modelId && failure === null),
  )
  if (ready?.modelId) return { state: 'ready', modelId: ready.modelId, name: ready.name }
  const paused = downloads.find(({ state }) => state === 'paused')
  return paused ? { state: 'coming', download: paused } : null
}
