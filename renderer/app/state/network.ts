import type { NetworkState } from '@contract/network.ts'
import { create } from 'zustand'

interface Network {
  /** null until the backend said it. Another one each time: the ledger may have a new row. */
  network: NetworkState | null
}

/** How the gate stands, kept true by the backend's events. */
export const useNetwork = create<Network>()(() => ({ network: null }))

/** Takes over what the backend said. */
export function setNetwork(network: NetworkState): void {
  useNetwork.setState({ network })
}
