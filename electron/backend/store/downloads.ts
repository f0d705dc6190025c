import type { Statement } from 'better-sqlite3'
import { z } from 'zod'
import { failureSchema, type Failure } from '../../contract/failure.ts'
import type { Store } from './database.ts'
import { parseJson } from './json.ts'

/** What lasts of a download's state: whatever is under way is queued again at the next start. */
const storedStateSchema = z.enum(['queued', 'paused', 'failed', 'done'])
export type StoredState = z.infer<typeof storedStateSchema>

/** Ranges of bytes: from, up to and not including. */
const progressSchema = z.array(z.tuple([z.int().min(0), z.int().min(0)]))
export type StoredProgress = readonly (readonly [from: number, to: number])[]

/** One file of a download. */
export interface StoredFile {
  /** Inside the repository. */
  path: string
  sizeBytes: number
  /** Hexadecimal; null: the hub has none. */
  sha256: string | null
  etag: string | null
  /** What is safe on the disk. */
  progress: StoredProgress
  /** It is whole, and what the hub says it is. */
  done: boolean
}

/** A download as it is stored. */
export interface StoredDownload {
  id: string
  repository: string
  revision: string
  /** Path of the (first) file inside the repository. */
  file: string
  name: string
  quantization: string | null
  /** The models folder that it goes to. */
  folder: string
  state: StoredState
  failure: Failure | null
  modelId: string | null
  /** The publisher's own; null: none, or not known. */
  chatTemplate: string | null
  /** ms since 1970. */
  addedAt: number
  files: StoredFile[]
}

interface Row {
  id: string
  position: number
  repository: string
  revision: string
  file: string
  name: string
  quantization: string | null
  folder: string
  state: string
  failure: string | null
  model_id: string | null
  chat_template: string | null
  added_at: number
}

interface FileRow {
  download_id: string
  idx: number
  path: string
  size_bytes: number
  sha256: string | null
  etag: string | null
  progress: string
  done: number
}

/** The downloads in their order. Throws STORAGE_FAILED where it says so; what can be found out again is noted if the disk lets it. */
export class DownloadTables {
  readonly #store: Store
  readonly #all: Statement<[], Row>
  readonly #files: Statement<[string], FileRow>
  readonly #save: Statement<[Omit<Row, 'position'>]>
  readonly #drop: Statement<[string]>
  readonly #dropFiles: Statement<[string]>
  readonly #saveFile: Statement<[FileRow]>
  readonly #place: Statement<[number, string]>
  readonly #state: Statement<[string, string | null, string | null, string]>

  constructor(store: Store) {
    const { db } = store
    this.#store = store
    this.#all = db.prepare('SELECT * FROM downloads ORDER BY position, added_at')
    this.#files = db.prepare('SELECT * FROM download_files WHERE download_id = ? ORDER BY idx')
    this.#save = db.prepare(
      `INSERT INTO downloads (id, position, repository, revision, file, name, quantization, folder, state, failure, model_id, chat_template, added_at)
       VALUES (@id, (SELECT coalesce(max(position), -1) + 1 FROM downloads), @repository, @revision, @file, @name, @quantization, @folder, @state,
         @failure, @model_id, @chat_template, @added_at)
       ON CONFLICT (id) DO UPDATE SET repository = excluded.repository, revision = excluded.revision, file = excluded.file, name = excluded.name,
         quantization = excluded.quantization, folder = excluded.folder, state = excluded.state, failure = excluded.failure,
         model_id = excluded.model_id, chat_template = excluded.chat_template, added_at = excluded.added_at`,
    )
    this.#drop = db.prepare('DELETE FROM downloads WHERE id = ?')
    this.#dropFiles = db.prepare('DELETE FROM download_files WHERE download_id = ?')
    this.#saveFile = db.prepare(
      `INSERT OR REPLACE INTO download_files (download_id, idx, path, size_bytes, sha256, etag, progress, done)
       VALUES (@download_id, @idx, @path, @size_bytes, @sha256, @etag, @progress, @done)`,
    )
    this.#place = db.prepare('UPDATE downloads SET position = ? WHERE id = ?')
    this.#state = db.prepare('UPDATE downloads SET state = ?, failure = ?, model_id = ? WHERE id = ?')
  }

  list(): StoredDownload[] {
    return this.#all.all().map((row) => ({
      id: row.id,
      repository: row.repository,
      revision: row.revision,
      file: row.file,
      name: row.name,
      quantization: row.quantization,
      folder: row.folder,
      state: storedStateSchema.safeParse(row.state).data ?? 'paused',
      failure: parseJson(failureSchema, row.failure),
      modelId: row.model_id,
      chatTemplate: row.chat_template,
      addedAt: row.added_at,
      files: this.#files.all(row.id).map((file) => ({
        path: file.path,
        sizeBytes: file.size_bytes,
        sha256: file.sha256,
        etag: file.etag,
        progress: parseJson(progressSchema, file.progress) ?? [],
        done: file.done === 1,
      })),
    }))
  }

  /** Stores all of it: a new one at the end of the list, one that is there already where it is. Throws STORAGE_FAILED. */
  save(download: StoredDownload): void {
    const { id, repository, revision, file, name, quantization, folder, state, failure, modelId, addedAt } = download
    this.#store.write(() => {
      this.#save.run({
        id,
        repository,
        revision,
        file,
        name,
        quantization,
        folder,
        state,
        failure: failure && JSON.stringify(failure),
        model_id: modelId,
        chat_template: download.chatTemplate,
        added_at: addedAt,
      })
      this.#dropFiles.run(id)
      for (const [index, part] of download.files.entries()) this.#saveFile.run(fileRow(id, index, part))
    })
  }

  /** Throws STORAGE_FAILED. */
  remove(id: string): void {
    this.#store.write(() => this.#drop.run(id))
  }

  /** The order of the list. Throws STORAGE_FAILED. */
  order(ids: readonly string[]): void {
    this.#store.write(() => ids.forEach((id, position) => this.#place.run(position, id)))
  }

  /** A disk that is full keeps this from being remembered, not from being so. */
  noteState(id: string, state: StoredState, failure: Failure | null, modelId: string | null): void {
    this.#store.note(() => this.#state.run(state, failure && JSON.stringify(failure), modelId, id))
  }

  /** The file is right and safe: stored for good. */
  noteDone(id: string, index: number, file: StoredFile): void {
    this.#store.note(() => this.#saveFile.run(fileRow(id, index, file)))
  }

  /**
   * How far a file is, many times a minute: the computer may lose this note when its power fails, which costs fetching some bytes again, so that
   * nothing waits for the disk here. A killed process does not lose it.
   */
  noteProgress(id: string, index: number, file: StoredFile): void {
    const { db } = this.#store
    if (!db.open) return
    db.pragma('synchronous = NORMAL')
    try {
      this.noteDone(id, index, file)
    } finally {
      db.pragma('synchronous = FULL')
    }
  }
}

function fileRow(downloadId: string, index: number, file: StoredFile): FileRow {
  return {
    download_id: downloadId,
    idx: index,
    path: file.path,
    size_bytes: file.sizeBytes,
    sha256: file.sha256,
    etag: file.etag,
    progress: JSON.stringify(file.progress),
    done: file.done ? 1 : 0,
  }
}
