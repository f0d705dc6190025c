import type { Statement } from 'better-sqlite3'
import type { Store } from './database.ts'

/** How fast this computer decodes: a token costs the time of reading the weights that it needs, and something besides. */
export interface Calibration {
  bytesPerSecond: number
  secondsPerToken: number
}

/** What was measured of each backend (`cpu`, or a graphics API). Writes belong into `store.write` or `store.note`. */
export class CalibrationsTable {
  readonly #latest: Statement<[], Calibration & { backend: string }>
  readonly #get: Statement<[string], Calibration>
  readonly #set: Statement<[Calibration & { backend: string; time: number }]>

  constructor({ db }: Store) {
    const columns = 'bytes_per_second AS bytesPerSecond, seconds_per_token AS secondsPerToken'
    this.#latest = db.prepare(`SELECT backend, ${columns} FROM calibration ORDER BY measured_at DESC LIMIT 1`)
    this.#get = db.prepare(`SELECT ${columns} FROM calibration WHERE backend = ?`)
    this.#set = db.prepare(
      `INSERT OR REPLACE INTO calibration (backend, measured_at, bytes_per_second, seconds_per_token)
       VALUES (@backend, @time, @bytesPerSecond, @secondsPerToken)`,
    )
  }

  /** Of the backend that was measured last; null before anything was. */
  latest(): (Calibration & { backend: string }) | null {
    return this.#latest.get() ?? null
  }

  of(backend: string): Calibration | null {
    return this.#get.get(backend) ?? null
  }

  set(backend: string, calibration: Calibration, time: number): void {
    this.#set.run({ backend, time, ...calibration })
  }
}
