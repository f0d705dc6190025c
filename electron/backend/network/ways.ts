import type { Agent, Dispatcher, EnvHttpProxyAgent } from 'undici'
import { isLoopback } from './hosts.ts'

/** How long a connection may take to come about, the answer to begin, and a body to go on. */
export interface GatePatience {
  connectMs: number
  headMs: number
  bodyMs: number
}

/** What of undici is needed. */
export interface Client {
  Agent: typeof Agent
  EnvHttpProxyAgent: typeof EnvHttpProxyAgent
}

/** Connections by where they lead, kept for the next question. */
export interface Ways {
  to: (url: URL) => Dispatcher
  destroy: (reason: Error) => void
}

/**
 * To this computer itself, straight. To all others through the proxy that the environment names, as everywhere (`HTTP_PROXY`, `HTTPS_PROXY`,
 * `NO_PROXY`, in small letters, too); where none is named, straight as well. Throws where what is named is none.
 */
export function openWays(client: Client, { connectMs, headMs, bodyMs }: GatePatience): Ways {
  const options = {
    connectTimeout: connectMs,
    headersTimeout: headMs,
    bodyTimeout: bodyMs,
    // A stream of a shared connection cannot be closed at once without the others; downloads want several connections anyway.
    allowH2: false,
  }
  const outside = new client.EnvHttpProxyAgent(options)
  const here = new client.Agent(options)
  return {
    to: (url) => (isLoopback(url) ? here : outside),
    destroy: (reason) => {
      for (const dispatcher of [here, outside]) void dispatcher.destroy(reason)
    },
  }
}
