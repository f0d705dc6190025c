import { create } from 'zustand'

/** Whether anything can be stored just now, kept true by the backend's events. */
export const useStorage = create<{ writable: boolean }>()(() => ({ writable: true }))

/** Takes over what the backend said. */
export function setWritable(writable: boolean): void {
  useStorage.setState({ writable })
}
