import { FailureError } from '../../contract/failure.ts'
import type { MainServices } from '../main-services.ts'
import type { Store } from '../store/database.ts'
import type { SecretTable } from '../store/secrets.ts'

/** What the token stands on. */
export interface HubTokenOptions {
  store: Store
  secrets: SecretTable
  main: Pick<MainServices, 'seal' | 'open'>
  canStore: boolean
}

/**
 * Access tokens, one for each hub that one was stored for: a mirror never gets the hub's. They are stored as main has encrypted them;
 * in the clear they are in this process's memory alone, from their first use on, and are never told to anybody but their hub.
 */
export class HubTokens {
  readonly #options: HubTokenOptions
  readonly #opened = new Map<string, Promise<string | null>>()

  constructor(options: HubTokenOptions) {
    this.#options = options
  }

  get canStore(): boolean {
    return this.#options.canStore
  }

  /** Whether there is one for this hub. `hub` is an origin. */
  has(hub: string): boolean {
    return this.#options.secrets.get(nameOf(hub)) !== null
  }

  /** Stores one, or with null removes the one that there is. Throws SECRET_UNAVAILABLE, STORAGE_FAILED. */
  async set(hub: string, token: string | null): Promise<void> {
    const { store, secrets } = this.#options
    const sealed = token === null ? null : await this.#seal(token)
    store.write(() => (sealed === null ? secrets.remove(nameOf(hub)) : secrets.set(nameOf(hub), sealed)))
    this.#opened.set(hub, Promise.resolve(token))
  }

  /** The token for this hub; null where there is none, or where the system's key ring does not open it (any more). */
  get(hub: string): Promise<string | null> {
    const known = this.#opened.get(hub)
    if (known) return known
    const sealed = this.#options.secrets.get(nameOf(hub))
    if (sealed === null) return Promise.resolve(null)
    const opened = this.#options.main.open(sealed).catch(() => {
      // The key ring may be locked for now: the next request asks again.
      if (this.#opened.get(hub) === opened) this.#opened.delete(hub)
      return null
    })
    this.#opened.set(hub, opened)
    return opened
  }

  async #seal(token: string): Promise<string> {
    if (!this.#options.canStore)
      throw new FailureError({ code: 'SECRET_UNAVAILABLE', data: { detail: 'this system keeps no secrets' } })
    try {
      return await this.#options.main.seal(token)
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      throw new FailureError({ code: 'SECRET_UNAVAILABLE', data: { detail } })
    }
  }
}

function nameOf(hub: string): string {
  return `token for ${hub}`
}
