import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Range } from './ranges.ts'
import { sha256 } from './test-host.ts'

const chunkBytes = 65_536

/** A hub with one repository and one file on a loopback address, as far as a download needs it, and what it has handed over. */
export class LoopbackHub {
  readonly #server: Server
  readonly #path: string
  readonly #content: Buffer
  readonly #sha256: string
  sentBytes = 0
  /** The parts of the file that were asked for. */
  readonly asked: Range[] = []
  /** Hears of every chunk that the system has taken. */
  onSent: () => void = () => undefined

  private constructor(path: string, content: Buffer) {
    this.#path = path
    this.#content = content
    this.#sha256 = sha256(content)
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  static async start(path: string, content: Buffer): Promise<LoopbackHub> {
    const hub = new LoopbackHub(path, content)
    hub.#server.listen(0, '127.0.0.1')
    await once(hub.#server, 'listening')
    return hub
  }

  get address(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('it does not listen')
    return `http://127.0.0.1:${address.port}`
  }

  /** Of what was handed to the system, the bytes that are still here: they have not reached whoever downloads. Linux only. */
  heldBytes(): number {
    const port = Number(new URL(this.address).port)
    // proc(5): local address, remote address, state, tx_queue:rx_queue, all of them hexadecimal.
    const sockets = readFileSync('/proc/net/tcp', 'utf8').matchAll(/:\s[\dA-F]+:([\dA-F]+)\s\S+\s\S+\s([\dA-F]+):/g)
    return [...sockets]
      .filter(([, local = '']) => Number.parseInt(local, 16) === port)
      .reduce((sum, [, , queue = '']) => sum + Number.parseInt(queue, 16), 0)
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer({ url = '', headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(url, 'http://hub')
    if (pathname.startsWith('/api/models/')) return this.#tell(pathname.slice('/api/models/'.length), response)
    if (!pathname.endsWith(`/${this.#path}`)) return void response.writeHead(404).end()
    const size = this.#content.length
    const [, from = '0', to = String(size - 1)] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
    this.asked.push([Number(from), Number(to) + 1])
    const body = this.#content.subarray(Number(from), Number(to) + 1)
    response.writeHead(206, {
      'content-length': body.length,
      'content-range': `bytes ${from}-${to}/${size}`,
      etag: `"${this.#sha256}"`,
    })
    let taken = Promise.withResolvers<void>()
    response.on('close', () => taken.resolve())
    for (let position = 0; position < body.length && !response.destroyed; position += chunkBytes) {
      const chunk = body.subarray(position, position + chunkBytes)
      taken = Promise.withResolvers()
      response.write(chunk, () => taken.resolve())
      await taken.promise
      this.sentBytes += chunk.length
      this.onSent()
      // A fast network, and no faster: otherwise what the system holds of a connection would be most of what is measured.
      await pause(1)
    }
    response.end()
  }

  #tell(id: string, response: ServerResponse): void {
    const size = this.#content.length
    const siblings = [{ rfilename: this.#path, size, lfs: { sha256: this.#sha256, size } }]
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ id, sha: 'b'.repeat(40), siblings }))
  }
}
