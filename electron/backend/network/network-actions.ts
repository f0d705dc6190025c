import { FailureError } from '../../contract/failure.ts'
import type { Connection, ConnectionFilter, NetworkState } from '../../contract/network.ts'
import type { MainServices } from '../main-services.ts'
import type { NetworkGate } from './gate.ts'
import { isPrivateWay } from './hosts.ts'
import type { Ledger } from './ledger.ts'
import type { HubTokens } from './token.ts'

/** What a person's actions on the network stand on. */
export interface NetworkContext {
  gate: NetworkGate
  ledger: Ledger
  tokens: HubTokens
  /** The setting, as it stands. */
  hubAddress: () => string
  main: Pick<MainServices, 'chooseExportFile'>
  onChange: () => void
}

/** The hub's address as a URL. Throws HOST_NOT_ALLOWED where it is none. */
export function hubUrl(address: string): URL {
  const url = URL.parse(address)
  if (!url) throw new FailureError({ code: 'HOST_NOT_ALLOWED', data: { host: address } })
  return url
}

/** What a person sees of the network, and does about it. */
export class NetworkActions {
  readonly #context: NetworkContext

  constructor(context: NetworkContext) {
    this.#context = context
  }

  state(): NetworkState {
    const { ledger, tokens, hubAddress } = this.#context
    const hub = URL.parse(hubAddress())
    return {
      open: ledger.open,
      hubHost: hub?.host ?? hubAddress(),
      hasToken: hub !== null && tokens.has(hub.origin),
      canStoreToken: tokens.canStore,
      sendsToken: hub !== null && isPrivateWay(hub),
    }
  }

  connections(filter: ConnectionFilter, before: number | null, limit: number): Connection[] {
    return this.#context.ledger.page(filter, before, limit)
  }

  /** Writes all of the filter into a file that the person chooses; null: none was chosen. Throws FILE_FAILED. */
  async export(filter: ConnectionFilter): Promise<{ path: string; total: number } | null> {
    const { ledger, main } = this.#context
    const path = await main.chooseExportFile()
    return path === null ? null : { path, total: await ledger.export(filter, path) }
  }

  /** Throws STORAGE_FAILED. */
  clear(): void {
    this.#context.ledger.clear()
  }

  /** Forgets connections that are older than is kept. */
  prune(): void {
    this.#context.ledger.prune()
  }

  /** Bytes per second of the last downloads; null before any. */
  downloadSpeed(): number | null {
    return this.#context.ledger.downloadSpeed()
  }

  /** Stores the token for the hub as its address is now, or removes it. Throws SECRET_UNAVAILABLE, STORAGE_FAILED. */
  async setToken(token: string | null): Promise<void> {
    const { tokens, hubAddress, onChange } = this.#context
    await tokens.set(hubUrl(hubAddress()).origin, token)
    onChange()
  }

  /** The *Offline* switch was turned on: nothing stays open. */
  goOffline(): void {
    this.#context.gate.closeAll(new FailureError({ code: 'OFFLINE', data: {} }))
  }

  /** The application ends. */
  close(): void {
    const detail = 'the application is ending'
    this.#context.gate.closeAll(new FailureError({ code: 'INTERNAL', data: { detail } }))
  }
}
