import { useSyncExternalStore } from 'react'
import { isNarrow, onNarrowChange } from './state/layout.ts'

/** Whether side parts are drawers, kept true. */
export function useNarrow(): boolean {
  return useSyncExternalStore(onNarrowChange, isNarrow, isNarrow)
}
