import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { isBackupDue } from './backups.ts'
import { fileName } from './database.ts'
import { inspectionResultSchema, type InspectionOrder } from './inspection-order.ts'

/** What the upkeep stands on. */
export interface UpkeepOptions {
  folder: string
  now: () => number
  /** Nobody needs the computer just now. */
  idle: () => boolean
  /** The database is damaged: what SQLite says of it. */
  onDamage: (detail: string) => void
  /** It could not be inspected or backed up; it will be tried again. */
  onTrouble: (error: unknown) => void
}

/** How long to wait for a moment when nothing is to do, and until the next look whether a day is over (ms). */
const busyMs = 30_000
const againMs = 60 * 60 * 1000

// Built, both lie in one folder.
const inspection = new URL(import.meta.url.endsWith('.ts') ? './inspection.ts' : './inspection.js', import.meta.url)

/** Reads the whole database once in every session, in the background, to see that it is sound, and backs it up once a day. */
export class Upkeep {
  readonly #options: UpkeepOptions
  #timer: NodeJS.Timeout | undefined
  #worker: Worker | null = null
  #inspected = false
  #closed = false

  constructor(options: UpkeepOptions) {
    this.#options = options
  }

  /** Begins after this time (ms), and goes on until `close`. */
  begin(afterMs: number): void {
    clearTimeout(this.#timer)
    if (this.#closed) return
    this.#timer = setTimeout(() => void this.#look(), afterMs)
    this.#timer.unref()
  }

  /** Inspects the database, and backs it up if it is time for that. Never fails. */
  async inspect(): Promise<void> {
    const { folder, now, onDamage, onTrouble } = this.#options
    try {
      const order = { file: join(folder, fileName), folder, backUp: isBackupDue(folder, now()), now: now() }
      const found = await this.#ask(order)
      this.#inspected = true
      if (found?.result === 'damaged') onDamage(found.detail)
    } catch (error) {
      onTrouble(error)
    }
  }

  /** Settled when nothing is done any more. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#worker?.terminate()
  }

  async #look(): Promise<void> {
    if (!this.#options.idle()) return this.begin(busyMs)
    if (this.#isDue()) await this.inspect()
    this.begin(againMs)
  }

  #isDue(): boolean {
    const { folder, now, onTrouble } = this.#options
    try {
      return !this.#inspected || isBackupDue(folder, now())
    } catch (error) {
      onTrouble(error)
      return false
    }
  }

  /** What the inspection found; null when it was ended. */
  async #ask(order: InspectionOrder) {
    const worker = new Worker(inspection, { name: 'inspection', workerData: order })
    this.#worker = worker
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    worker.on('message', resolve)
    worker.on('error', reject)
    worker.on('exit', () => resolve(null))
    const message = await promise
    return this.#closed || message === null ? null : inspectionResultSchema.parse(message)
  }
}
