import type { Statement } from 'better-sqlite3'
import { connectionSchema, type Connection, type ConnectionFilter } from '../../contract/network.ts'
import type { Store } from './database.ts'

/** What is known of a connection before its first byte. */
export type NewConnection = Pick<Connection, 'startedAt' | 'purpose' | 'host' | 'path' | 'bytesUp'>

/** What becomes known of one while it is open, and when it ends. */
export type ConnectionProgress = Pick<Connection, 'durationMs' | 'bytesDown' | 'outcome' | 'status'>

interface ConnectionRow {
  id: number
  startedAt: number
  durationMs: number | null
  purpose: string
  host: string
  path: string
  bytesUp: number
  bytesDown: number
  outcome: string
  status: number | null
}

interface PageParameters {
  purpose: string | null
  like: string
  before: number | null
  limit: number
}

const columns = `id, started_at AS startedAt, duration_ms AS durationMs, purpose, host, path,
  bytes_up AS bytesUp, bytes_down AS bytesDown, outcome, status`

/** The ledger of everything that ever went out. Writes belong into `store.write` or `store.note`. */
export class ConnectionTable {
  readonly #begin: Statement<[NewConnection]>
  readonly #update: Statement<[ConnectionProgress & { id: number }]>
  readonly #abandoned: Statement<[]>
  readonly #page: Statement<[PageParameters], ConnectionRow>
  readonly #clear: Statement<[]>
  readonly #prune: Statement<[{ before: number; most: number }]>

  constructor({ db }: Store) {
    this.#begin = db.prepare(
      `INSERT INTO connections (started_at, duration_ms, purpose, host, path, bytes_up, bytes_down, outcome, status)
       VALUES (@startedAt, NULL, @purpose, @host, @path, @bytesUp, 0, 'open', NULL)`,
    )
    this.#update = db.prepare(
      `UPDATE connections SET duration_ms = @durationMs, bytes_down = @bytesDown, outcome = @outcome, status = @status
       WHERE id = @id`,
    )
    this.#abandoned = db.prepare(`UPDATE connections SET outcome = 'failed' WHERE outcome = 'open'`)
    this.#page = db.prepare(
      `SELECT ${columns} FROM connections
       WHERE (@purpose IS NULL OR purpose = @purpose) AND (@before IS NULL OR id < @before)
         AND host || path LIKE @like ESCAPE '!'
       ORDER BY id DESC LIMIT @limit`,
    )
    this.#prune = db.prepare(
      `DELETE FROM connections WHERE outcome <> 'open'
         AND (started_at < @before OR id <= (SELECT id FROM connections ORDER BY id DESC LIMIT 1 OFFSET @most))`,
    )
    this.#clear = db.prepare(`DELETE FROM connections WHERE outcome <> 'open'`)
  }

  /** Answers its number. */
  begin(connection: NewConnection): number {
    return Number(this.#begin.run(connection).lastInsertRowid)
  }

  update(id: number, progress: ConnectionProgress): void {
    this.#update.run({ id, ...progress })
  }

  /** Those that were open when the application ended did not end well. How long they took, nobody knows. */
  markAbandoned(): void {
    this.#abandoned.run()
  }

  /** The latest first. `before`: the number of the last one that is known. */
  page({ purpose, text }: ConnectionFilter, before: number | null, limit: number): Connection[] {
    const like = `%${text.replaceAll(/[!%_]/g, '!$&')}%`
    return this.#page.all({ purpose, like, before, limit }).map((row) => connectionSchema.parse(row))
  }

  /** Forgets those that began before that time (ms since 1970), and of the rest all but the last so many. */
  prune(before: number, most: number): void {
    this.#prune.run({ before, most })
  }

  /** Forgets all that are not open. */
  clear(): void {
    this.#clear.run()
  }
}
