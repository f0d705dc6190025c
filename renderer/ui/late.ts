import { useEffect, useSyncExternalStore } from 'react'

/** A part of the program that is loaded when something first needs it. */
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
}

/** The part, loaded because it is needed here; null until it is there. */
export function useLate<T>(late: Late<T>, needed: boolean): T | null {
  useEffect(() => {
    if (needed) void late.load()
  }, [late, needed])
  return useSyncExternalStore(late.subscribe, late.get, late.get)
}
