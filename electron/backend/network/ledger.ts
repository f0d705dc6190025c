import type { Connection, ConnectionFilter } from '../../contract/network.ts'
import { fileFailed, writeWhole } from '../disk.ts'
import type { Store } from '../store/database.ts'
import type { ConnectionProgress, ConnectionTable, NewConnection } from '../store/connections.ts'

const noteEveryMs = 1000
/** Kept: what went out in the last 90 days, and of that the last fifty thousand connections. */
const keptMs = 90 * 24 * 60 * 60 * 1000
const keptConnections = 50_000
const exportedAtOnce = 500
/** What the speed of downloads is taken from: so many connections, of those that were not over in no time. */
const measuredDownloads = 32
const measurableBytes = 1_048_576

/** What the ledger stands on. */
export interface LedgerOptions {
  store: Store
  table: ConnectionTable
  now: () => number
  /** A connection was opened, or ended. */
  onChange: () => void
}

/** One connection, from before its first byte until its end. */
export interface LedgerEntry {
  answered(status: number): void
  received(bytes: number): void
  /** Once; what follows has no effect. */
  end(outcome: Exclude<Connection['outcome'], 'open'>): void
}

interface OpenEntry extends ConnectionProgress {
  id: number
  startedAt: number
  changed: boolean
}

/** Writes down every connection before its first byte, how it goes on at least every second, and how it ended. */
export class Ledger {
  readonly #options: LedgerOptions
  readonly #open = new Set<OpenEntry>()
  #timer: NodeJS.Timeout | null = null

  /** What an application before this one left open did not end well. */
  constructor(options: LedgerOptions) {
    this.#options = options
    options.store.note(() => options.table.markAbandoned())
  }

  /** How many are open now. */
  get open(): number {
    return this.#open.size
  }

  /** Writes a new one down. Throws STORAGE_FAILED; then nothing may go out. */
  begin(connection: NewConnection): LedgerEntry {
    const { store, table, onChange } = this.#options
    const id = store.write(() => table.begin(connection))
    const entry: OpenEntry = {
      id,
      startedAt: connection.startedAt,
      durationMs: null,
      bytesDown: 0,
      outcome: 'open',
      status: null,
      changed: false,
    }
    this.#open.add(entry)
    this.#timer ??= setInterval(() => this.#note(), noteEveryMs)
    onChange()
    return {
      answered: (status) => {
        entry.status = status
        entry.changed = true
      },
      received: (bytes) => {
        entry.bytesDown += bytes
        entry.changed = true
      },
      end: (outcome) => this.#end(entry, outcome),
    }
  }

  /** The latest first. `before`: the id of the last one that is known. */
  page(filter: ConnectionFilter, before: number | null, limit: number): Connection[] {
    return this.#options.table.page(filter, before, limit).map((connection) => this.#current(connection))
  }

  /** Bytes per second of the last downloads, while any of their connections was open; null before any. */
  downloadSpeed(): number | null {
    const connections = this.#options.table
      .page({ purpose: 'download', text: '' }, null, measuredDownloads)
      .filter(({ bytesDown, durationMs }) => durationMs !== null && bytesDown >= measurableBytes)
    const bytes = connections.reduce((sum, { bytesDown }) => sum + bytesDown, 0)
    const seconds = openMs(connections) / 1000
    return seconds > 0 ? bytes / seconds : null
  }

  /** Forgets all that are not open. Throws STORAGE_FAILED. */
  clear(): void {
    const { store, table } = this.#options
    store.write(() => table.clear())
  }

  /** Forgets what is older than is kept. */
  prune(): void {
    const { store, table, now } = this.#options
    store.note(() => table.prune(now() - keptMs, keptConnections))
  }

  /** Writes all of the filter into a file as CSV (RFC 4180), whole or not at all. Answers how many. Throws FILE_FAILED. */
  async export(filter: ConnectionFilter, path: string): Promise<number> {
    try {
      return await writeWhole(path, (file) => this.#writeAll(filter, (text) => file.writeFile(text)))
    } catch (error) {
      throw fileFailed(path, error instanceof Error ? error.message : String(error))
    }
  }

  async #writeAll(filter: ConnectionFilter, write: (text: string) => Promise<void>): Promise<number> {
    await write(csvLine(csvColumns))
    let written = 0
    let before: number | null = null
    for (;;) {
      const page = this.page(filter, before, exportedAtOnce)
      for (const connection of page) await write(csvLine(csvCells(connection)))
      written += page.length
      before = page.at(-1)?.id ?? null
      if (before === null) return written
    }
  }

  #end(entry: OpenEntry, outcome: Connection['outcome']): void {
    if (!this.#open.delete(entry)) return
    const { store, table, now, onChange } = this.#options
    entry.outcome = outcome
    entry.durationMs = Math.max(0, now() - entry.startedAt)
    store.note(() => table.update(entry.id, progressOf(entry)))
    if (this.#open.size === 0 && this.#timer) {
      clearInterval(this.#timer)
      this.#timer = null
    }
    onChange()
  }

  #note(): void {
    const changed = [...this.#open].filter((entry) => entry.changed)
    if (changed.length === 0) return
    const { store, table } = this.#options
    store.note(() => changed.forEach((entry) => table.update(entry.id, progressOf(entry))))
    changed.forEach((entry) => (entry.changed = false))
  }

  /** What is shown of an open one is not a second old. */
  #current(connection: Connection): Connection {
    const entry = [...this.#open].find(({ id }) => id === connection.id)
    return entry ? { ...connection, ...progressOf(entry) } : connection
  }
}

/** How long at least one of them was open. Several of one download are open at a time. */
function openMs(connections: readonly Connection[]): number {
  let total = 0
  let until = 0
  for (const { startedAt, durationMs } of connections.toSorted((a, b) => a.startedAt - b.startedAt)) {
    const end = startedAt + (durationMs ?? 0)
    total += Math.max(0, end - Math.max(until, startedAt))
    until = Math.max(until, end)
  }
  return total
}

function progressOf({ durationMs, bytesDown, outcome, status }: OpenEntry): ConnectionProgress {
  return { durationMs, bytesDown, outcome, status }
}

const csvColumns = [
  'started',
  'purpose',
  'host',
  'path',
  'bytes up',
  'bytes down',
  'outcome',
  'status',
  'duration (ms)',
]

function csvCells(connection: Connection): string[] {
  const { startedAt, purpose, host, path, bytesUp, bytesDown, outcome, status, durationMs } = connection
  const time = new Date(startedAt).toISOString()
  return [time, purpose, host, path, `${bytesUp}`, `${bytesDown}`, outcome, `${status ?? ''}`, `${durationMs ?? ''}`]
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** Quoted where it must be; a spreadsheet is not to take it for a formula. */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
