import { FailureError, type Failure } from '../../contract/failure.ts'

export type CorruptReason = Extract<Failure, { code: 'MODEL_FILE_CORRUPT' }>['data']['reason']

/** MODEL_FILE_CORRUPT. */
export function corrupt(path: string, reason: CorruptReason, detail: string): FailureError {
  return new FailureError({ code: 'MODEL_FILE_CORRUPT', data: { path, reason, detail } })
}

/** Where a header's bytes come from: an open file, or one that is far away. */
export interface ByteSource {
  /** Puts up to `length` bytes from `position` of the file into `chunk` at `offset`; none only where the file has no more. */
  read(chunk: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>
}

const chunkBytes = 1024 * 1024
const maxHeaderBytes = 128 * 1024 * 1024
const maxStringBytes = 8 * 1024 * 1024
/**
 * What a header may cost to read, whatever it consists of; the unit is a text that is gone past, about 0.1 µs. The largest vocabularies and
 * their merges are less than a million texts, and other values some thousands, so that real headers take a quarter of it.
 */
const maxWork = 4_194_304
const workOfValue = 4
/** Bytes of a text that is read: decoding what is no UTF-8 takes longest. */
const textBytesOfWork = 8

/**
 * Reads a GGUF header's little-endian values one after another, a chunk of the file at a time, and never past the file's end or the
 * header's largest size. Bytes that nobody wants are skipped without being read.
 */
export class HeaderReader {
  readonly path: string
  readonly fileSize: number
  readonly #file: ByteSource
  #chunk: Buffer = Buffer.alloc(0)
  /** Where in the file the chunk begins. */
  #chunkStart = 0
  /** Where in the file the next value begins. */
  #position = 0
  #work = 0

  constructor(file: ByteSource, path: string, fileSize: number) {
    this.#file = file
    this.path = path
    this.fileSize = fileSize
  }

  get position(): number {
    return this.#position
  }

  fail(reason: CorruptReason, detail: string): never {
    throw corrupt(this.path, reason, detail)
  }

  async u32(): Promise<number> {
    const at = await this.#take(4)
    return this.#chunk.readUInt32LE(at)
  }

  /** A count or a size: beyond 2^53 it is a lie. */
  async u64(): Promise<number> {
    const at = await this.#take(8)
    return this.#count(at)
  }

  async scalar(bytes: number, read: (chunk: Buffer, at: number) => number): Promise<number> {
    const at = await this.#take(bytes)
    return read(this.#chunk, at)
  }

  async string(): Promise<string> {
    const length = await this.u64()
    if (length > maxStringBytes) this.fail('limits', `a text of ${length} bytes`)
    this.#spend(length / textBytesOfWork)
    const at = await this.#take(length)
    return this.#chunk.toString('utf8', at, at + length)
  }

  /** Goes past `bytes` without reading them. */
  skip(bytes: number): void {
    this.#reserve(bytes)
    this.#position += bytes
  }

  /** Goes past `count` strings. Awaits only at the end of a chunk: a vocabulary has hundreds of thousands. */
  async skipStrings(count: number): Promise<void> {
    this.#spend(count)
    for (let left = count; left > 0; left--) {
      if (!this.#buffered(8)) await this.#fill(8)
      const length = this.#count(this.#position - this.#chunkStart)
      if (length > maxStringBytes) this.fail('limits', `a text of ${length} bytes`)
      this.#position += 8
      this.skip(length)
    }
  }

  #count(at: number): number {
    const high = this.#chunk.readUInt32LE(at + 4)
    if (high > 0x1fffff) this.fail('limits', 'a number beyond 2^53')
    return high * 2 ** 32 + this.#chunk.readUInt32LE(at)
  }

  /** Makes the next bytes available, moves past them, and answers where in the chunk they are. */
  async #take(bytes: number): Promise<number> {
    this.#spend(workOfValue)
    if (!this.#buffered(bytes)) await this.#fill(bytes)
    const at = this.#position - this.#chunkStart
    this.#position += bytes
    return at
  }

  #spend(work: number): void {
    this.#work += work
    if (this.#work > maxWork) this.fail('limits', 'more in the header than any model has')
  }

  #buffered(bytes: number): boolean {
    return this.#position >= this.#chunkStart && this.#position + bytes <= this.#chunkStart + this.#chunk.length
  }

  #reserve(bytes: number): void {
    const end = this.#position + bytes
    if (end > this.fileSize)
      this.fail('truncated', `the header goes on at byte ${end}, the file ends at ${this.fileSize}`)
    if (end > maxHeaderBytes) this.fail('limits', `a header of more than ${maxHeaderBytes} bytes`)
  }

  async #fill(bytes: number): Promise<void> {
    this.#reserve(bytes)
    const wanted = Math.min(Math.max(bytes, chunkBytes), this.fileSize - this.#position)
    const chunk = Buffer.allocUnsafe(wanted)
    let filled = 0
    while (filled < bytes) {
      const { bytesRead } = await this.#file.read(chunk, filled, wanted - filled, this.#position + filled)
      if (bytesRead === 0) this.fail('truncated', 'the file became shorter while it was read')
      filled += bytesRead
    }
    this.#chunk = chunk.subarray(0, filled)
    this.#chunkStart = this.#position
  }
}
