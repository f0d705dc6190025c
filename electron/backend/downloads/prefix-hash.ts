import { createHash, type Hash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'

/** Where the bytes are read from. */
export interface Bytes {
  /** Answers how many bytes there were. */
  read(into: Uint8Array, position: number): Promise<number>
}

/** Hashing one slice takes a fraction of a millisecond, on an old processor one or two: nothing else has to wait. */
const sliceBytes = 512 * 1024

/**
 * The SHA-256 of a file as it comes to be: of the bytes from the first one up to where none is missing, read back from the file, which the system
 * still has in memory. So what is hashed is what is in the file, in whatever order it came, and also what was there before.
 */
export class PrefixHash {
  readonly #bytes: Bytes
  readonly #buffer = Buffer.allocUnsafe(sliceBytes)
  #hash: Hash = createHash('sha256')
  #hashed = 0
  #end = 0
  #running: Promise<void> | null = null
  #refusal: { error: unknown } | null = null
  #closed = false

  constructor(bytes: Bytes) {
    this.#bytes = bytes
  }

  /** The bytes up to `end` are there. */
  advance(end: number): void {
    this.#end = Math.max(this.#end, end)
    if (this.#hashed < this.#end && this.#refusal === null && !this.#closed) this.#running ??= this.#run()
  }

  /** Begins again: the bytes from the first one are others. */
  async restart(): Promise<void> {
    this.#end = 0
    await this.#running
    this.#hash = createHash('sha256')
    this.#hashed = 0
  }

  /** The hash of `size` bytes, as hexadecimal digits, when they are all there. Throws FILE_FAILED; what `signal` was aborted with. */
  async digest(size: number, signal: AbortSignal): Promise<string> {
    this.advance(size)
    const stop = (): void => void (this.#end = 0)
    signal.addEventListener('abort', stop)
    try {
      await this.#running
    } finally {
      signal.removeEventListener('abort', stop)
    }
    signal.throwIfAborted()
    if (this.#refusal) throw this.#refusal.error
    return this.#hash.copy().digest('hex')
  }

  /** Through when it does not read any more. */
  async close(): Promise<void> {
    this.#closed = true
    this.#end = 0
    await this.#running
  }

  async #run(): Promise<void> {
    try {
      while (this.#hashed < this.#end) {
        const length = Math.min(sliceBytes, this.#end - this.#hashed)
        const slice = this.#buffer.subarray(0, length)
        const count = await this.#bytes.read(slice, this.#hashed)
        // It was cut by somebody else: the hash is wrong then, as it should be.
        if (count === 0) return
        this.#hash.update(slice.subarray(0, count))
        this.#hashed += count
        await turn()
      }
    } catch (error) {
      this.#refusal = { error }
    } finally {
      // In the same moment as the last look at where the end is: nobody's `advance` is lost.
      this.#running = null
    }
  }
}
