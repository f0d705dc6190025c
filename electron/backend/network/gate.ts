import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { FailureError } from '../../contract/failure.ts'
import type { ConnectionPurpose } from '../../contract/network.ts'
import { codeOf } from '../disk.ts'
import { isPrivateWay, mayConnect, mayFollow } from './hosts.ts'
import { IncomingAnswer } from './incoming-answer.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'
import type { HubTokens } from './token.ts'
import { openWays, type Client, type GatePatience, type Ways } from './ways.ts'

/** What is asked for, and why. Always a GET: nothing is ever sent but the question. */
export interface GateRequest {
  purpose: ConnectionPurpose
  /** Absolute, http or https. */
  url: string
  headers?: Record<string, string>
  /** Sends the stored token if the URL is the hub's own; wherever that redirects, back to the hub too, is asked without. */
  authorized?: boolean
  signal?: AbortSignal
}

/** An answer whose body is still to come. Read it to its end, or `close` it. */
export interface GateResponse {
  status: number
  /** Lower-case names. */
  headers: Record<string, string>
  /** The URL that answered, after allowed redirects. */
  url: string
  /** Throws CONNECTION_FAILED, CONNECTION_STALLED or OFFLINE when it breaks, the signal's reason when that is aborted. Leaving the loop closes the connection. */
  body: AsyncIterable<Uint8Array>
  /** Closes the connection without reading the rest. */
  close(): void
}

/** What the gate stands on. */
export interface GateOptions {
  ledger: Ledger
  tokens: HubTokens
  /** The hub's address. Throws HOST_NOT_ALLOWED where the setting is none. */
  hub: () => URL
  /** The *Offline* switch. */
  offline: () => boolean
  version: string
  now: () => number
  /** Patience, in milliseconds; tests have less. */
  patience?: GatePatience
}

const standardPatience: GatePatience = { connectMs: 15_000, headMs: 20_000, bodyMs: 30_000 }
const maxRedirects = 5
/** Bytes drained from a body that nobody wants, so that its connection can be used again. */
const maxUnwantedBytes = 65_536
const redirects: readonly number[] = [301, 302, 303, 307, 308]

/**
 * The only way out. It knows why, checks the host, follows redirects by hand, writes each connection down before its first byte, and is shut by
 * the *Offline* switch.
 */
export class NetworkGate {
  readonly #options: GateOptions
  readonly #patience: GatePatience
  readonly #open = new Set<AbortController>()
  #ways: Ways | null = null

  constructor(options: GateOptions) {
    this.#options = options
    this.#patience = options.patience ?? standardPatience
  }

  /**
   * Answers when the answer's head is there. Does not throw for HTTP error statuses. Throws OFFLINE, HOST_NOT_ALLOWED, PROXY_UNUSABLE, CONNECTION_FAILED,
   * CONNECTION_STALLED, STORAGE_FAILED (what cannot be written down does not go out), or the signal's reason.
   */
  async request(request: GateRequest): Promise<GateResponse> {
    const hub = this.#options.hub()
    let url = URL.parse(request.url)
    if (!url || !mayConnect(url, request.purpose, hub)) throw notAllowed(url?.host ?? '')
    for (let hops = 0; ; hops++) {
      const authorized = hops === 0 && request.authorized === true
      const response = await this.#ask(url, { ...request, authorized }, hub)
      const target = redirectTarget(response, url)
      if (target === null) return response
      await readUnwanted(response)
      if (!mayFollow(url, target, request.purpose, hub)) throw notAllowed(target.host)
      if (hops === maxRedirects) throw connectionFailed(url, 'too many redirects')
      url = target
    }
  }

  /** Closes everything that is open, at once. What reads from it gets `reason`. */
  closeAll(reason: FailureError): void {
    for (const controller of this.#open) controller.abort(reason)
    const ways = this.#ways
    this.#ways = null
    ways?.destroy(reason)
  }

  /** One question and its answer, without any redirect. */
  async #ask(url: URL, request: GateRequest, hub: URL): Promise<GateResponse> {
    const client = await loadClient()
    const headers = await this.#headers(url, request, hub)
    request.signal?.throwIfAborted()
    if (this.#options.offline()) throw new FailureError({ code: 'OFFLINE', data: {} })
    const way = this.#way(client, url)
    const { ledger, now } = this.#options
    const entry = ledger.begin({
      startedAt: now(),
      purpose: request.purpose,
      host: url.host,
      path: url.pathname,
      bytesUp: headBytes(url, headers),
    })
    const controller = new AbortController()
    this.#open.add(controller)
    const parts = { url, entry, controller, signal: request.signal ?? null, patience: this.#patience }
    const connection = new OpenConnection(parts, () => this.#open.delete(controller))
    return connection.open(way, headers)
  }

  /** Throws PROXY_UNUSABLE. */
  #way(client: Client, url: URL): Dispatcher {
    this.#ways ??= openWays(client, this.#patience)
    return this.#ways.to(url)
  }

  /** The token goes to the hub itself and to nobody else, and never where others could read it. */
  async #headers(url: URL, request: GateRequest, hub: URL): Promise<Record<string, string>> {
    const { authorization: _, ...asked } = request.headers ?? {}
    const mayHaveToken = request.authorized === true && url.origin === hub.origin && isPrivateWay(url)
    const token = mayHaveToken ? await this.#options.tokens.get(hub.origin) : null
    return {
      'user-agent': `Hearth/${this.#options.version}`,
      // As it is stored: sizes, ranges and checksums are those of the file.
      'accept-encoding': 'identity',
      ...asked,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    }
  }
}

interface ConnectionParts {
  url: URL
  entry: LedgerEntry
  /** Aborted when the gate is shut. */
  controller: AbortController
  /** Aborted by who asked. */
  signal: AbortSignal | null
  patience: GatePatience
}

/** One connection from its first byte to its entry's end. */
class OpenConnection {
  readonly #parts: ConnectionParts
  readonly #onEnd: () => void
  readonly #incoming: IncomingAnswer

  constructor(parts: ConnectionParts, onEnd: () => void) {
    this.#parts = parts
    this.#onEnd = onEnd
    this.#incoming = new IncomingAnswer(
      (count) => parts.entry.received(count),
      () => this.#end(this.#isCancelled() ? 'cancelled' : 'failed'),
    )
  }

  async open(way: Dispatcher, headers: Record<string, string>): Promise<GateResponse> {
    const { url, entry, controller, signal } = this.#parts
    for (const source of [controller.signal, signal]) source?.addEventListener('abort', this.#aborted)
    try {
      way.dispatch({ method: 'GET', origin: url.origin, path: url.pathname + url.search, headers }, this.#incoming)
      const head = await this.#incoming.head
      entry.answered(head.status)
      return this.#response(head.status, head.headers)
    } catch (error) {
      throw this.#ended(error)
    }
  }

  #response(status: number, headers: IncomingHttpHeaders): GateResponse {
    return {
      status,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')])),
      url: this.#parts.url.href,
      body: this.#read(status),
      close: () => this.#leave(status),
    }
  }

  async *#read(status: number): AsyncGenerator<Uint8Array, void, void> {
    try {
      yield* this.#incoming.body()
      this.#end('complete')
    } catch (error) {
      throw this.#ended(error)
    } finally {
      this.#leave(status)
    }
  }

  #leave(status: number): void {
    this.#end(leftEarly(status))
    this.#incoming.abort(new Error('left'))
  }

  /** Closes the entry of a connection that broke, and says why it did. */
  #ended(error: unknown): unknown {
    const { url, controller, signal, patience } = this.#parts
    this.#end(this.#isCancelled() ? 'cancelled' : 'failed')
    if (controller.signal.aborted) return controller.signal.reason
    return signal?.aborted ? signal.reason : connectionError(url, error, patience)
  }

  readonly #aborted = (): void => this.#incoming.abort(new Error('aborted'))

  #isCancelled(): boolean {
    return this.#parts.controller.signal.aborted || this.#parts.signal?.aborted === true
  }

  #end(outcome: Parameters<LedgerEntry['end']>[0]): void {
    const { entry, signal } = this.#parts
    signal?.removeEventListener('abort', this.#aborted)
    entry.end(outcome)
    this.#onEnd()
  }
}

/** Of an answer that is not what was asked for, the rest is not missed. */
function leftEarly(status: number): 'cancelled' | 'complete' {
  return status >= 200 && status < 300 ? 'cancelled' : 'complete'
}

/** Loaded when something goes out: most days nothing does, and it would take its megabytes for nothing. */
function loadClient(): Promise<Client> {
  return import('undici')
}

function redirectTarget({ status, headers }: GateResponse, from: URL): URL | null {
  const { location } = headers
  if (!redirects.includes(status) || location === undefined) return null
  return URL.parse(location, from) ?? null
}

async function readUnwanted({ body }: GateResponse): Promise<void> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > maxUnwantedBytes) break
  }
}

/** Bytes of the request as they are sent. */
function headBytes(url: URL, headers: Record<string, string>): number {
  const own = { host: url.host, connection: 'keep-alive', ...headers }
  const lines = Object.entries(own).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.byteLength(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('')}\r\n`)
}

function notAllowed(host: string): FailureError {
  return new FailureError({ code: 'HOST_NOT_ALLOWED', data: { host } })
}

function connectionFailed(url: URL, detail: string): FailureError {
  return new FailureError({ code: 'CONNECTION_FAILED', data: { host: url.host, detail } })
}

function connectionError(url: URL, error: unknown, { headMs, bodyMs }: GatePatience): FailureError {
  if (error instanceof FailureError) return error
  const waitedMs = { UND_ERR_HEADERS_TIMEOUT: headMs, UND_ERR_BODY_TIMEOUT: bodyMs }[codeOf(error)]
  if (waitedMs === undefined) return connectionFailed(url, detailOf(error))
  const seconds = waitedMs / 1000
  return new FailureError({ code: 'CONNECTION_STALLED', data: { host: url.host, seconds } })
}

/** The system's own word for it (ECONNREFUSED, ENOTFOUND), where there is one; undici's own says less than its sentence. */
function detailOf(error: unknown): string {
  const code = codeOf(error)
  if (code !== '' && !code.startsWith('UND_ERR_')) return code
  return error instanceof Error ? error.message : String(error)
}
