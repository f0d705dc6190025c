import { FailureError } from '../../contract/failure.ts'
import type { Store } from './database.ts'
import { isDamage } from './failures.ts'

/** What the watch stands on. */
export interface StorageWatchOptions {
  store: Store
  /** While nothing can be stored, it is tried again this often (ms). */
  retryMs: number
  onChange: (writable: boolean) => void
}

/** Knows whether anything can be stored, and finds out when it can again: on a full disk the application is there to read in. */
export class StorageWatch {
  readonly #options: StorageWatchOptions
  /** What is to be stored as soon as anything can be. */
  #owed: (() => void) | null = null
  #damage: Error | null = null
  #writable = true
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: StorageWatchOptions) {
    this.#options = options
    options.store.onRefused = (error) => this.#refused(error)
  }

  /** Nothing that was to be stored was refused since something was stored last. */
  get writable(): boolean {
    return this.#writable
  }

  /** Stores it, now or as soon as that is possible. Throws what SQLite says of a damaged file, which no room helps. */
  owe(work: () => void): void {
    this.#owed = work
    this.#try()
    if (this.#damage) throw this.#damage
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  #try(): void {
    const { store } = this.#options
    if (!store.db.open) return
    try {
      store.write(() => {
        this.#owed?.()
        // The same version again: a page that has to be written, and changes nothing.
        store.db.pragma(`user_version = ${Number(store.db.pragma('user_version', { simple: true }))}`)
      })
    } catch (error) {
      if (error instanceof FailureError && error.failure.code === 'STORAGE_FAILED') return
      throw error
    }
    this.#owed = null
    this.#tell(true)
  }

  #refused(error: unknown): void {
    if (this.#closed) return
    if (isDamage(error)) this.#damage = error
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#try(), this.#options.retryMs)
    this.#timer.unref()
    this.#tell(false)
  }

  #tell(writable: boolean): void {
    if (writable === this.#writable) return
    this.#writable = writable
    this.#options.onChange(writable)
  }
}
