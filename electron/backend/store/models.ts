import type { Statement } from 'better-sqlite3'
import type { ProcessEnd } from '../../contract/host.ts'
import type { Store } from './database.ts'

/** What was read of a model file when it had this size and this time of change (ms). `header` is JSON. */
export interface CachedHeader {
  path: string
  size: number
  modifiedMs: number
  header: string
}

/** Loads of a model that did not end well: those that ended with nobody left to say how, or with a crash. */
export interface LoadRecord {
  attempts: number
  crash: ProcessEnd | null
}

interface LoadRow {
  attempts: number
  crashed: number
  exit_code: number | null
  signal: string | null
}

/** What the application remembers of model files; the files themselves are the truth. Writes belong into `store.write`. */
export class ModelTables {
  readonly #added: Statement<[], { path: string }>
  readonly #add: Statement<[string, number]>
  readonly #forget: Statement<[string]>
  readonly #facts: Statement<[], { model_id: string; last_used_at: number }>
  readonly #used: Statement<[string, number]>
  readonly #headers: Statement<[], CachedHeader>
  readonly #cacheHeader: Statement<[CachedHeader]>
  readonly #dropHeader: Statement<[string]>
  readonly #load: Statement<[string], LoadRow>
  readonly #loading: Statement<[string]>
  readonly #loaded: Statement<[string]>
  readonly #crashed: Statement<[number | null, string | null, string]>

  constructor({ db }: Store) {
    this.#added = db.prepare('SELECT path FROM model_files ORDER BY added_at')
    this.#add = db.prepare('INSERT OR IGNORE INTO model_files (path, added_at) VALUES (?, ?)')
    this.#forget = db.prepare('DELETE FROM model_files WHERE path = ?')
    this.#facts = db.prepare('SELECT model_id, last_used_at FROM model_facts')
    this.#used = db.prepare('INSERT OR REPLACE INTO model_facts (model_id, last_used_at) VALUES (?, ?)')
    this.#headers = db.prepare('SELECT path, size, modified_ms AS modifiedMs, header FROM model_headers')
    this.#cacheHeader = db.prepare(
      'INSERT OR REPLACE INTO model_headers (path, size, modified_ms, header) VALUES (@path, @size, @modifiedMs, @header)',
    )
    this.#dropHeader = db.prepare('DELETE FROM model_headers WHERE path = ?')
    this.#load = db.prepare('SELECT attempts, crashed, exit_code, signal FROM model_loads WHERE model_id = ?')
    this.#loading = db.prepare(
      `INSERT INTO model_loads (model_id, attempts, crashed) VALUES (?, 1, 0)
       ON CONFLICT (model_id) DO UPDATE SET attempts = attempts + 1`,
    )
    this.#loaded = db.prepare('DELETE FROM model_loads WHERE model_id = ?')
    this.#crashed = db.prepare('UPDATE model_loads SET crashed = 1, exit_code = ?, signal = ? WHERE model_id = ?')
  }

  /** Paths that the person added, the first one first. */
  addedPaths(): string[] {
    return this.#added.all().map(({ path }) => path)
  }

  addPath(path: string, time: number): void {
    this.#add.run(path, time)
  }

  forgetPath(path: string): void {
    this.#forget.run(path)
  }

  /** When each model was last used, by its id (ms since 1970). */
  lastUsed(): Map<string, number> {
    return new Map(this.#facts.all().map((row) => [row.model_id, row.last_used_at]))
  }

  noteUse(modelId: string, time: number): void {
    this.#used.run(modelId, time)
  }

  headers(): CachedHeader[] {
    return this.#headers.all()
  }

  cacheHeader(header: CachedHeader): void {
    this.#cacheHeader.run(header)
  }

  dropHeader(path: string): void {
    this.#dropHeader.run(path)
  }

  /** Loads of this model that did not end well; null when the last one did. */
  loadRecord(modelId: string): LoadRecord | null {
    const row = this.#load.get(modelId)
    if (!row) return null
    return { attempts: row.attempts, crash: row.crashed ? { exitCode: row.exit_code, signal: row.signal } : null }
  }

  /** A load begins. Whatever becomes of the application, this stays until `loadEnded`. */
  loadBegins(modelId: string): void {
    this.#loading.run(modelId)
  }

  /** It was loaded, or refused in an orderly way, or cancelled. */
  loadEnded(modelId: string): void {
    this.#loaded.run(modelId)
  }

  /** The engine process ended while loading it. */
  loadCrashed(modelId: string, end: ProcessEnd): void {
    this.#crashed.run(end.exitCode, end.signal, modelId)
  }
}
