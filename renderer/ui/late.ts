import { useEffect, useSyncExternalStore } from 'react'
import { firstFrame } from './first-frame.ts'

/** A part of the program that the start has no time for: it is loaded when something first needs it, or ahead of that. */
export class Late<T> {
  #value: T | null = null
  #loading: Promise<void> | null = null
  readonly #load: () => Promise<T>
  readonly #listeners = new Set<() => void>()

  constructor(load: () => Promise<T>) {
    this.#load = load
  }

  /** What was loaded; null until then. */
  readonly get = (): T | null => this.#value

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Loads it, once. When that fails, the next who needs it tries again. */
  readonly load = (): Promise<void> => {
    this.#loading ??= this.#load().then(
      (value) => {
        this.#value = value
        for (const listener of this.#listeners) listener()
      },
      () => {
        this.#loading = null
      },
    )
    return this.#loading
  }

  /** Loads it as soon as the page is there to be seen: who needs it then need not wait for it. */
  readonly loadAhead = (): void => void firstFrame().then(this.load)
}

/** The part, loaded because it is needed here; null until it is there. */
export function useLate<T>(late: Late<T>, needed: boolean): T | null {
  useEffect(() => {
    if (needed) void late.load()
  }, [late, needed])
  return useSyncExternalStore(late.subscribe, late.get, late.get)
}
