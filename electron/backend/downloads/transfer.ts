import { FailureError, failureOf } from '../../contract/failure.ts'
import { hostOf, unreadable } from '../network/host-answer.ts'
import { pieceOf, rangeHeaders, type Expected, type Piece } from './answer.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { PartFile } from './part-file.ts'
import type { PrefixHash } from './prefix-hash.ts'
import type { DownloadLimits, Gate, Hub } from './ports.ts'
import { spansOf, type Range } from './ranges.ts'
import { receivedMemory } from './received-memory.ts'
import { withWatch, type Watched } from './watched-body.ts'

/** What the transfer of one file stands on. */
export interface TransferOptions {
  gate: Gate
  hub: Hub
  repository: string
  url: string
  expected: Expected
  /** Whether an ETag that changes says anything: not with a host that has another one for the same bytes every time. */
  trustsEtag: boolean
  part: PartFile
  checkpoints: Checkpoints
  hash: PrefixHash
  limits: DownloadLimits
  signal: AbortSignal
  now: () => number
  /** Bytes came in. */
  onBytes: (count: number) => void
  /** The file's ETag is known now, and is stored before any byte that came under it. */
  onEtag: (etag: string) => void
  /** The host does not send ranges: what is there is worth nothing. Through when it is forgotten. */
  onRestart: () => Promise<void>
}

/**
 * Fetches what is missing of a file. The first connection finds out whether the host sends ranges; if it does, others join in, each taking
 * the next span; if it does not, the file comes whole, from its beginning. Whatever goes wrong ends it, with all that has come kept.
 */
export class Transfer {
  readonly #options: TransferOptions
  readonly #stop = new AbortController()
  #spans: Range[]
  #etag: string | null
  /** The first answer said that this host sends ranges. */
  #hasRanges = false

  constructor(options: TransferOptions) {
    this.#options = options
    this.#etag = options.trustsEtag ? options.expected.etag : null
    this.#spans = spansOf(options.checkpoints.written.missing(options.expected.sizeBytes), options.limits)
  }

  /** Through when no byte is missing. Throws what it failed with, or what the signal was aborted with. */
  async run(): Promise<void> {
    const first = this.#spans.shift()
    if (!first) return
    const helpers: Promise<void>[] = []
    const join = (): void => {
      for (let count = Math.min(this.#options.limits.connections - 1, this.#spans.length); count > 0; count--)
        helpers.push(this.#guarded(() => this.#help()))
    }
    await this.#guarded(async () => {
      await this.#fetchAll(first, join)
      await this.#takeSpans()
    })
    await Promise.all(helpers)
    if (this.#stop.signal.aborted) throw this.#stop.signal.reason
    // Spans that a refused helper gave back.
    await this.#takeSpans()
  }

  /** The first thing that goes wrong ends all connections. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#stop.abort(error)
    }
  }

  async #takeSpans(): Promise<void> {
    for (let span = this.#spans.shift(); span; span = this.#spans.shift()) await this.#fetchAll(span)
  }

  /** A connection more. One that the host does not want is done without. */
  async #help(): Promise<void> {
    for (let span = this.#spans.shift(); span; span = this.#spans.shift()) {
      try {
        await this.#fetchAll(span)
      } catch (error) {
        if (failureOf(error).code !== 'HOST_REFUSED') throw error
        this.#spans.unshift(span)
        return
      }
    }
  }

  /** A host may send less than was asked for: then the rest is asked for. */
  async #fetchAll([from, to]: Range, onRanges?: () => void): Promise<void> {
    for (let position = from; position < to;) position = await this.#fetch([position, to], onRanges)
  }

  /** One request. Answers up to where it brought the file. */
  async #fetch(span: Range, onRanges?: () => void): Promise<number> {
    const { gate, hub, repository, url, limits, expected } = this.#options
    const signal = AbortSignal.any([this.#options.signal, this.#stop.signal])
    const headers = rangeHeaders(span, this.#etag)
    const request = { purpose: 'download', url, headers, authorized: true, signal } as const
    return withWatch(gate, request, limits.stallMs, async (watched) => {
      const { answer } = watched
      if (![200, 206, 416].includes(answer.status)) throw hub.refusal(answer, repository, expected.path)
      const piece = pieceOf(answer, span, { ...expected, etag: this.#etag })
      if (piece.whole) await this.#takeWhole(watched, span)
      this.#learn(piece)
      if (!piece.whole && !this.#hasRanges) {
        this.#hasRanges = true
        onRanges?.()
      }
      await this.#take(watched, piece.range)
      return piece.whole ? Math.max(span[1], piece.range[1]) : piece.range[1]
    })
  }

  #learn({ etag }: Piece): void {
    if (this.#etag !== null || etag === null || !this.#options.trustsEtag) return
    this.#etag = etag
    this.#options.onEtag(etag)
  }

  /** The whole file comes instead of a range: everything begins anew, unless others are getting their ranges. */
  async #takeWhole({ answer }: Watched, span: Range): Promise<void> {
    if (this.#hasRanges) throw unreadable(answer, `the whole file for bytes ${span[0]} to ${span[1]}`)
    this.#spans = []
    if (this.#options.checkpoints.written.total > 0) await this.#options.onRestart()
  }

  async #take({ answer, read }: Watched, [from, to]: Range): Promise<void> {
    const { limits, now } = this.#options
    let position = from
    let pieces: Uint8Array[] = []
    let collected = 0
    let since = 0
    const write = async (): Promise<void> => {
      const [toWrite, length] = [pieces, collected]
      pieces = []
      collected = 0
      if (length > 0) await this.#write(toWrite, position - length, length)
    }
    try {
      for (let chunk = await read(); chunk; chunk = await read()) {
        if (position + chunk.byteLength > to) throw unreadable(answer, 'more bytes than it said')
        if (collected === 0) since = now()
        pieces.push(chunk)
        collected += chunk.byteLength
        position += chunk.byteLength
        this.#options.onBytes(chunk.byteLength)
        if (collected >= limits.writeBytes || now() - since >= limits.syncMs / 2) await write()
      }
    } finally {
      // What has come is kept, however it ended.
      await write()
    }
    if (position < to) throw cut(answer.url, to - position)
  }

  async #write(pieces: Uint8Array[], position: number, length: number): Promise<void> {
    const { part, hash, checkpoints } = this.#options
    await checkpoints.room()
    await part.write(pieces, position)
    checkpoints.wrote(position, position + length)
    hash.advance(checkpoints.written.prefix)
    receivedMemory.passed(length)
  }
}

function cut(url: string, missing: number): FailureError {
  return new FailureError({
    code: 'CONNECTION_FAILED',
    data: { host: hostOf(url), detail: `it ended ${missing} bytes too early` },
  })
}
