import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection, NetworkState } from '../../contract/network.ts'
import { settingsSchema, type Settings } from '../../contract/settings.ts'
import { ConnectionTable } from '../store/connections.ts'
import { openStore, type Store } from '../store/database.ts'
import { SecretTable } from '../store/secrets.ts'
import { NetworkGate, type GateOptions } from './gate.ts'
import { Ledger } from './ledger.ts'
import { hubUrl, NetworkActions } from './network-actions.ts'
import { HubTokens } from './token.ts'

/** The real gate, ledger and tokens on a database of their own, for tests. */
export class TestNetwork {
  readonly store: Store
  readonly gate: NetworkGate
  readonly ledger: Ledger
  readonly tokens: HubTokens
  readonly actions: NetworkActions
  readonly states: NetworkState[] = []
  settings: Settings
  readonly #folder = mkdtempSync(join(tmpdir(), 'hearth-network-'))

  constructor(hubAddress: string, options: Pick<GateOptions, 'patience'> = {}) {
    this.settings = settingsSchema.parse({ hubAddress })
    this.store = openStore(this.#folder)
    const { store } = this
    const onChange = (): void => void this.states.push(this.actions.state())
    this.ledger = new Ledger({ store, table: new ConnectionTable(store), now: Date.now, onChange })
    const main = {
      seal: async (text: string) => Buffer.from(text).toString('hex'),
      open: async (sealed: string) => Buffer.from(sealed, 'hex').toString(),
      chooseExportFile: async () => null,
    }
    this.tokens = new HubTokens({ store, secrets: new SecretTable(store), main, canStore: true })
    this.gate = new NetworkGate({
      ledger: this.ledger,
      tokens: this.tokens,
      hub: () => hubUrl(this.settings.hubAddress),
      offline: () => this.settings.offline,
      version: '1.2.3',
      now: Date.now,
      ...options,
    })
    const { gate, ledger, tokens } = this
    this.actions = new NetworkActions({
      gate,
      ledger,
      tokens,
      hubAddress: () => this.settings.hubAddress,
      main,
      onChange,
    })
  }

  /** The ledger as the database has it, the first connection first. */
  stored(): Connection[] {
    return new ConnectionTable(this.store).page({ purpose: null, text: '' }, null, 500).toReversed()
  }

  goOffline(): void {
    this.settings = { ...this.settings, offline: true }
    this.actions.goOffline()
  }

  close(): void {
    this.actions.close()
    this.store.close()
    rmSync(this.#folder, { recursive: true })
  }
}
