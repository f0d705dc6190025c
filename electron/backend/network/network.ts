import type { NetworkState } from '../../contract/network.ts'
import type { Settings } from '../../contract/settings.ts'
import type { MainServices } from '../main-services.ts'
import { ConnectionTable } from '../store/connections.ts'
import type { Store } from '../store/database.ts'
import { SecretTable } from '../store/secrets.ts'
import { NetworkGate } from './gate.ts'
import { Ledger } from './ledger.ts'
import { hubUrl, NetworkActions } from './network-actions.ts'
import { HubTokens } from './token.ts'

/** What the network stands on. */
export interface NetworkOptions {
  store: Store
  main: MainServices
  canStoreSecrets: boolean
  version: string
  settings: () => Settings
  now: () => number
  onChange: (state: NetworkState) => void
}

/** The only way out, and what a person sees of it and does about it. */
export interface Network {
  gate: NetworkGate
  actions: NetworkActions
}

/** Puts the gate together. Nothing goes out until somebody asks it for something. */
export function createNetwork(options: NetworkOptions): Network {
  const { store, main, canStoreSecrets, version, settings, now } = options
  const onChange = (): void => options.onChange(actions.state())
  const ledger = new Ledger({ store, table: new ConnectionTable(store), now, onChange })
  const tokens = new HubTokens({ store, secrets: new SecretTable(store), main, canStore: canStoreSecrets })
  const hubAddress = (): string => settings().hubAddress
  const gate = new NetworkGate({
    ledger,
    tokens,
    hub: () => hubUrl(hubAddress()),
    offline: () => settings().offline,
    version,
    now,
  })
  const actions: NetworkActions = new NetworkActions({ gate, ledger, tokens, hubAddress, main, onChange })
  return { gate, actions }
}
