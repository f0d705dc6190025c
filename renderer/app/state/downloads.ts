import type { Download } from '@contract/download.ts'
import type { ModelImport } from '@contract/import.ts'
import { create } from 'zustand'

interface Transfers {
  /** In their order. */
  downloads: readonly Download[]
  /** Files of this computer on their way into the models folder. */
  imports: readonly ModelImport[]
}

/** What is on its way into the library, kept true by the backend's events. */
export const useTransfers = create<Transfers>()(() => ({ downloads: [], imports: [] }))

/** Takes over what the backend said. */
export function setTransfers(transfers: Partial<Transfers>): void {
  useTransfers.setState(transfers)
}

/** The download of a file of a repository; null: there is none. */
export function downloadOf(downloads: readonly Download[], repository: string, file: string): Download | null {
  return downloads.find((download) => download.repository === repository && download.file === file) ?? null
}

/** Whether it goes on by itself. */
export function isUnderWay({ state }: Download): boolean {
  return state === 'queued' || state === 'running' || state === 'waiting' || state === 'verifying'
}

/** Whether it gets on at this moment; else its bar is dimmed. */
export function isMoving({ state }: Download): boolean {
  return state === 'running' || state === 'verifying'
}

/** Whether only the *Offline* switch keeps it from going on: trying again would come to nothing. */
export function waitsForConnections({ state, failure }: Download): boolean {
  return state === 'waiting' && failure?.code === 'OFFLINE'
}

/** What there is to do about a download, beside giving it up. */
export type DownloadAction = 'pause' | 'resume' | 'retry'

/** The one thing to do about a download now; null: nothing. */
export function actionOf(download: Download): DownloadAction | null {
  switch (download.state) {
    case 'queued':
    case 'running':
      return 'pause'
    case 'paused':
      return 'resume'
    case 'waiting':
      return waitsForConnections(download) ? null : 'retry'
    case 'failed':
      return 'retry'
    case 'verifying':
    case 'done':
      return null
  }
}

/** Whether it was stopped by what went wrong: what has arrived waits for the person. */
export function wasStopped({ state, failure }: Download): boolean {
  return state === 'paused' && failure !== null
}

/** Whether it has ended, well or not: it does not go on without the person. */
export function hasEnded({ state }: Download): boolean {
  return state === 'done' || state === 'failed'
}

/** How far it has come, 0 to 1. */
export function progressOf({ receivedBytes, sizeBytes }: Download): number {
  return sizeBytes === 0 ? 0 : receivedBytes / sizeBytes
}

/** In whole percents, 0 to 1, rounded down: only what is finished is at 100 %. */
export function inWholePercents(progress: number): number {
  return Math.floor(progress * 100) / 100
}

/** Bytes that are there and bytes that there will be, of each that is under way. */
function amountsUnderWay({ downloads, imports }: Transfers): (readonly [number, number])[] {
  return [
    ...downloads.filter(isUnderWay).map(({ receivedBytes, sizeBytes }) => [receivedBytes, sizeBytes] as const),
    ...imports
      .filter(({ state }) => state === 'running')
      .map(({ doneBytes, sizeBytes }) => [doneBytes, sizeBytes] as const),
  ]
}

/** How many are under way. */
export function countUnderWay(transfers: Transfers): number {
  return amountsUnderWay(transfers).length
}

/** How far all that is under way has come together, in whole percents, 0 to 1; null: nothing is. */
export function overallProgress(transfers: Transfers): number | null {
  const moving = amountsUnderWay(transfers)
  if (moving.length === 0) return null
  const size = moving.reduce((sum, [, whole]) => sum + whole, 0)
  const done = moving.reduce((sum, [part]) => sum + part, 0)
  return size === 0 ? 0 : inWholePercents(Math.min(1, done / size))
}
