import { createHash } from 'node:crypto'
import { FailureError } from '../../contract/failure.ts'
import type { ChosenFiles } from '../hub/hub.ts'
import type { GateResponse } from '../network/gate.ts'
import type { Gate, Hub } from './ports.ts'

/** What a host may do wrong, once. `after` counts bytes of that answer's body. */
export type Fault =
  | { type: 'refuse' | 'mute' }
  | { type: 'cut' | 'stall'; after: number }
  | { type: 'whole' | 'html' | 'other-total' | 'other-etag' | 'short' | 'long' | 'not-satisfiable' }
  | { type: 'shifted'; by: number }
  | { type: 'flip'; at: number }
  | { type: 'status'; status: number; retryAfter?: number }

/** A request as the host saw it. */
export interface Seen {
  path: string
  headers: Record<string, string>
  /** Bytes that were handed over. */
  sent: number
}

/** A hub and its storage in memory, behind something like the network gate: it answers ranges, and does wrong what it is told to. */
export class TestHost implements Gate, Hub {
  readonly files = new Map<string, Buffer>()
  readonly seen: Seen[] = []
  readonly faults: (Fault | null)[] = []
  revision = 'a'.repeat(40)
  chunkBytes = 4096
  etag: (content: Buffer) => string | null = (content) => `"${sha256(content).slice(0, 16)}"`
  /** Called before a chunk is handed over. */
  onChunk: (seen: Seen) => void | Promise<void> = () => undefined
  offline = false
  hasRanges = true
  asked = 0

  async choice(repository: string): Promise<ChosenFiles> {
    this.asked++
    if (this.offline) throw new FailureError({ code: 'OFFLINE', data: {} })
    const files = [...this.files].map(([path, content]) => ({
      path,
      sizeBytes: content.length,
      sha256: sha256(content),
    }))
    return { revision: this.revision, name: repository, quantization: 'Q4_K_M', files, chatTemplate: null }
  }

  fileUrl(repository: string, revision: string, path: string): string {
    return `http://hub.test/${repository}/resolve/${revision}/${path}`
  }

  refusal({ status, headers }: GateResponse, _repository: string, what: string): FailureError {
    if (status === 404) return new FailureError({ code: 'NOT_ON_HUB', data: { what } })
    const retryAfterSeconds = headers['retry-after'] === undefined ? null : Number(headers['retry-after'])
    return new FailureError({ code: 'HOST_REFUSED', data: { host: 'hub.test', status, retryAfterSeconds } })
  }

  async request(request: Parameters<Gate['request']>[0]): Promise<GateResponse> {
    const { url, headers = {}, signal } = request
    signal?.throwIfAborted()
    if (this.offline) throw new FailureError({ code: 'OFFLINE', data: {} })
    const path = url.replace(/^.*\/resolve\/[^/]*\//, '')
    const seen: Seen = { path, headers, sent: 0 }
    this.seen.push(seen)
    const fault = this.faults.shift() ?? null
    if (fault?.type === 'refuse') throw broken('ECONNREFUSED')
    if (fault?.type === 'mute') await aborted(signal)
    const content = this.files.get(path)
    if (fault?.type === 'status' || !content)
      return this.#refused(url, fault?.type === 'status' ? fault : { status: 404 })
    const { status, body, ...rest } = this.#answer(content, headers, fault)
    const chunks = this.#chunks(body, seen, fault, signal)
    return { status, headers: rest.headers, url, body: chunks, close: () => void chunks.return() }
  }

  #refused(url: string, { status, retryAfter }: { status: number; retryAfter?: number }): GateResponse {
    const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
    return { status, headers, url, body: this.#chunks(Buffer.alloc(0), null, null, undefined), close: () => undefined }
  }

  #answer(content: Buffer, asked: Record<string, string>, fault: Fault | null) {
    if (fault?.type === 'html') {
      const page = Buffer.from('<!doctype html><title>Log in</title>')
      return {
        status: 200,
        headers: { 'content-type': 'text/html', 'content-length': String(page.length) },
        body: page,
      }
    }
    const etag = fault?.type === 'other-etag' ? '"other"' : this.etag(content)
    const headers: Record<string, string> = etag === null ? {} : { etag }
    if (fault?.type === 'not-satisfiable') return { status: 416, headers, body: Buffer.alloc(0) }
    const [, first = '', last = ''] = /^bytes=(\d+)-(\d+)$/.exec(asked['range'] ?? '') ?? []
    const isOther = asked['if-range'] !== undefined && asked['if-range'] !== etag
    if (!this.hasRanges || first === '' || isOther || fault?.type === 'whole')
      return { status: 200, headers: { ...headers, 'content-length': String(content.length) }, body: content }
    if (Number(first) >= content.length) return { status: 416, headers, body: Buffer.alloc(0) }
    const by = fault?.type === 'shifted' ? fault.by : 0
    const from = Number(first) + by
    let to = Math.min(Number(last) + 1, content.length)
    if (fault?.type === 'short') to = Math.max(from + 1, from + Math.floor((to - from) / 2))
    const total = content.length + (fault?.type === 'other-total' ? 1 : 0)
    headers['content-range'] = `bytes ${from}-${to - 1}/${total}`
    const body = content.subarray(from, to)
    return { status: 206, headers, body: fault?.type === 'long' ? Buffer.concat([body, Buffer.from('more')]) : body }
  }

  async *#chunks(body: Buffer, seen: Seen | null, fault: Fault | null, signal: AbortSignal | undefined) {
    for (let position = 0; position < body.length;) {
      signal?.throwIfAborted()
      if (this.offline) throw new FailureError({ code: 'OFFLINE', data: {} })
      const ends = fault?.type === 'cut' || fault?.type === 'stall' ? fault.after : Number.POSITIVE_INFINITY
      if (seen) await this.onChunk(seen)
      if (position >= ends && fault?.type === 'cut') throw broken('ECONNRESET')
      if (position >= ends) await aborted(signal)
      const to = Math.min(body.length, position + this.chunkBytes, Math.max(ends, position + 1))
      const chunk = Uint8Array.from(body.subarray(position, to))
      if (fault?.type === 'flip' && fault.at >= position && fault.at < to) {
        const at = fault.at - position
        chunk[at] = (chunk[at] ?? 0) ^ 1
      }
      if (seen) seen.sent += chunk.length
      yield chunk
      position = to
    }
  }
}

/** Hexadecimal. */
export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function broken(detail: string): FailureError {
  return new FailureError({ code: 'CONNECTION_FAILED', data: { host: 'hub.test', detail } })
}

async function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
}
