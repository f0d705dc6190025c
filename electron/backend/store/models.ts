import type { Statement } from 'better-sqlite3'
import type { ProcessEnd } from '../../contract/host.ts'
import type { Store } from './database.ts'

/** What was read of a model file when it had this size and this time of change (ms). `header` is JSON. */
export interface CachedHeader {
  path: string
  size: number
  modifiedMs: number
  /** Which disk it was on; null where that was not noted. */
  device: string | null
  header: string
}

/** A file that the person added, or that is another application's and used in place. */
export interface AddedFile {
  path: string
  /** Whose it is; null: the person's. */
  application: string | null
  /** What that application calls it; null: as the file says. */
  name: string | null
}

/** What speaks against a model: loads that ended with nobody left to say how, or crashes. */
export interface LoadRecord {
  /** Loads that were begun and did not end well; of a model that crashed again and again while it was used, those crashes. */
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
  readonly #added: Statement<[], AddedFile>
  readonly #add: Statement<[AddedFile & { time: number }]>
  readonly #forget: Statement<[string]>
  readonly #headers: Statement<[], CachedHeader>
  readonly #cacheHeader: Statement<[CachedHeader]>
  readonly #dropHeader: Statement<[string]>
  readonly #load: Statement<[string], LoadRow>
  readonly #loading: Statement<[string]>
  readonly #loaded: Statement<[string]>
  readonly #crashed: Statement<[number | null, string | null, string]>
  readonly #unstable: Statement<[string, number, number | null, string | null]>

  constructor({ db }: Store) {
    this.#added = db.prepare('SELECT path, application, name FROM model_files ORDER BY added_at')
    this.#add = db.prepare(
      `INSERT OR IGNORE INTO model_files (path, added_at, application, name) VALUES (@path, @time, @application, @name)`,
    )
    this.#forget = db.prepare('DELETE FROM model_files WHERE path = ?')
    this.#headers = db.prepare('SELECT path, size, modified_ms AS modifiedMs, device, header FROM model_headers')
    this.#cacheHeader = db.prepare(
      `INSERT OR REPLACE INTO model_headers (path, size, modified_ms, device, header)
       VALUES (@path, @size, @modifiedMs, @device, @header)`,
    )
    this.#dropHeader = db.prepare('DELETE FROM model_headers WHERE path = ?')
    this.#load = db.prepare('SELECT attempts, crashed, exit_code, signal FROM model_loads WHERE model_id = ?')
    this.#loading = db.prepare(
      `INSERT INTO model_loads (model_id, attempts, crashed) VALUES (?, 1, 0)
       ON CONFLICT (model_id) DO UPDATE SET attempts = attempts + 1`,
    )
    this.#loaded = db.prepare('DELETE FROM model_loads WHERE model_id = ?')
    this.#crashed = db.prepare('UPDATE model_loads SET crashed = 1, exit_code = ?, signal = ? WHERE model_id = ?')
    this.#unstable = db.prepare(
      `INSERT OR REPLACE INTO model_loads (model_id, attempts, crashed, exit_code, signal) VALUES (?, ?, 1, ?, ?)`,
    )
  }

  /** The first one that was added first. */
  added(): AddedFile[] {
    return this.#added.all()
  }

  add(file: AddedFile, time: number): void {
    this.#add.run({ ...file, time })
  }

  forgetPath(path: string): void {
    this.#forget.run(path)
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

  /** null: nothing speaks against this model. */
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

  /** The engine process ended too often while the model was used. Stays until `loadEnded`. */
  givenUp(modelId: string, crashes: number, end: ProcessEnd): void {
    this.#unstable.run(modelId, crashes, end.exitCode, end.signal)
  }
}
