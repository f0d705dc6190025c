import type { PartFile } from './part-file.ts'
import type { DownloadLimits } from './ports.ts'
import { Ranges } from './ranges.ts'

/** What checkpoints of a file stand on. */
export interface CheckpointOptions {
  part: PartFile
  /** What is safe already. */
  safe: Ranges
  limits: Pick<DownloadLimits, 'syncBytes' | 'syncMs' | 'unsafeBytes'>
  /** These ranges are safe on the disk now: what a later start may rely on. */
  onSafe: (safe: Ranges) => void
}

/**
 * Makes what is written safe, in the background, and only then says so: first the bytes reach the disk, then the note about them. While too much
 * is not safe yet, writers wait.
 */
export class Checkpoints {
  readonly #options: CheckpointOptions
  #written: Ranges
  #unsafeBytes = 0
  #syncing: Promise<void> | null = null
  #timer: NodeJS.Timeout | undefined
  #refusal: { error: unknown } | null = null

  constructor(options: CheckpointOptions) {
    this.#options = options
    this.#written = new Ranges(options.safe.toJSON())
  }

  /** What is in the file, safe or not. */
  get written(): Ranges {
    return this.#written
  }

  /** These bytes are in the file. */
  wrote(from: number, to: number): void {
    const { syncBytes, syncMs } = this.#options.limits
    this.#written.add(from, to)
    this.#unsafeBytes += to - from
    if (this.#unsafeBytes >= syncBytes) this.#begin()
    else this.#timer ??= setTimeout(() => this.#begin(), syncMs).unref()
  }

  /** Through when more may be written. Throws what the disk refused. */
  async room(): Promise<void> {
    while (this.#unsafeBytes >= this.#options.limits.unsafeBytes && this.#refusal === null) {
      this.#begin()
      await this.#syncing
    }
    this.#throwRefusal()
  }

  /** Through when all that was written before is safe. Throws what the disk refused. */
  async flush(): Promise<void> {
    await this.#syncing
    if (this.#unsafeBytes > 0) this.#begin()
    await this.#syncing
    this.#throwRefusal()
  }

  /** What is in the file is worth nothing any more. */
  async restart(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#syncing
    this.#throwRefusal()
    this.#unsafeBytes = 0
    this.#written = new Ranges()
    this.#options.onSafe(this.#written)
  }

  #begin(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#refusal === null) this.#syncing ??= this.#sync()
  }

  async #sync(): Promise<void> {
    const bytes = this.#unsafeBytes
    const written = new Ranges(this.#written.toJSON())
    try {
      await this.#options.part.sync()
      this.#unsafeBytes -= bytes
      this.#options.onSafe(written)
    } catch (error) {
      this.#refusal = { error }
    } finally {
      this.#syncing = null
    }
  }

  #throwRefusal(): void {
    if (this.#refusal) throw this.#refusal.error
  }
}
