import type { Agent, Dispatcher, EnvHttpProxyAgent } from 'undici'
import { FailureError } from '../../contract/failure.ts'
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
  /** Throws PROXY_UNUSABLE. */
  to: (url: URL) => Dispatcher
  destroy: (reason: Error) => void
}

/**
 * To this computer itself, straight. To all others through the proxy that the environment names, as everywhere (`HTTP_PROXY`, `HTTPS_PROXY`,
 * `ALL_PROXY` for what these do not name, `NO_PROXY`; in small letters, too); where none is named, straight as well.
 */
export function openWays(client: Client, { connectMs, headMs, bodyMs }: GatePatience): Ways {
  const options = {
    connectTimeout: connectMs,
    headersTimeout: headMs,
    bodyTimeout: bodyMs,
    // A stream of a shared connection cannot be closed at once without the others; downloads want several connections anyway.
    allowH2: false,
  }
  const here = new client.Agent(options)
  let outside: EnvHttpProxyAgent | null = null
  const openOutside = (): EnvHttpProxyAgent =>
    new client.EnvHttpProxyAgent({ ...options, httpProxy: proxyFor('http'), httpsProxy: proxyFor('https') })
  return {
    to: (url) => (isLoopback(url) ? here : (outside ??= openOutside())),
    destroy: (reason) => {
      for (const dispatcher of [here, outside]) void dispatcher?.destroy(reason)
    },
  }
}

/**
 * The proxy's address for what is asked by this scheme, from the first variable that is set, as curl has it; '': none. SOCKS is refused, because
 * what undici has of it is an experiment. Throws PROXY_UNUSABLE.
 */
function proxyFor(scheme: 'http' | 'https'): string {
  const names = [`${scheme}_proxy`, `${scheme}_proxy`.toUpperCase(), 'all_proxy', 'ALL_PROXY']
  const variable = names.find((name) => process.env[name] !== undefined)
  const address = (variable && process.env[variable]) ?? ''
  if (!variable || address === '') return ''
  const protocol = URL.parse(address)?.protocol
  if (protocol === 'http:' || protocol === 'https:') return address
  throw new FailureError({ code: 'PROXY_UNUSABLE', data: { variable } })
}
