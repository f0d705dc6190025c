import Database from 'better-sqlite3'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { backUp, restoreNewest } from './backups.ts'
import { FailureError } from '../../contract/failure.ts'
import { CannotStartError, isDamage, storageError } from './failures.ts'
import { migrations } from './migrations.ts'

const fileName = 'hearth.db'

/** The only connection to the database. */
export class Store {
  readonly db: Database.Database

  constructor(db: Database.Database) {
    this.db = db
  }

  /** Runs `work` in one durable transaction: all of it is stored when this returns, or nothing. Throws STORAGE_FAILED. */
  write<T>(work: () => T): T {
    try {
      return this.db.transaction(work).immediate()
    } catch (error) {
      throw storageError(error)
    }
  }

  /** As `write`, for what can be found out again: a disk that is full keeps nobody from using the application. */
  note(work: () => void): void {
    if (!this.db.open) return
    try {
      this.write(work)
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code !== 'STORAGE_FAILED') throw error
    }
  }

  /** Puts everything into the one file and closes it. */
  close(): void {
    if (!this.db.open) return
    try {
      this.db.pragma('wal_checkpoint(TRUNCATE)')
    } catch (error) {
      // On a full disk the log stays beside it, and nothing is lost.
      if (storageError(error) === error) throw error
    } finally {
      this.db.close()
    }
  }
}

/**
 * Opens the database in `folder` (made if needed), brings it to the newest schema and checks that it is whole.
 * Throws CannotStartError: newer than this application, damaged (then it has been put aside), or the disk refuses.
 */
export function openStore(folder: string, schema: readonly string[] = migrations): Store {
  const file = join(folder, fileName)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return new Store(openDatabase(file, folder, schema))
  } catch (error) {
    if (error instanceof CannotStartError) throw error
    if (isDamage(error)) throw afterDamage(folder, file, error)
    throw unusable(folder, error)
  }
}

function unusable(folder: string, cause: unknown): CannotStartError {
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new CannotStartError('storage', `The data folder ${folder} cannot be used: ${detail}`, { cause })
}

function openDatabase(file: string, folder: string, schema: readonly string[]): Database.Database {
  const db = new Database(file, { timeout: 1000 })
  try {
    refuseNewer(db, schema.length)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    refuseDamaged(db)
    // A migration that makes a table anew drops the old one, which with foreign keys on would delete what refers to it.
    db.pragma('foreign_keys = OFF')
    migrate(db, folder, schema)
    db.pragma('foreign_keys = ON')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** The number of migrations that have run on a database. */
function versionOf(db: Database.Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

function refuseNewer(db: Database.Database, newest: number): void {
  const version = versionOf(db)
  if (version <= newest) return
  throw new CannotStartError(
    'database-newer',
    `The conversations were written by a newer Hearth: their format is ${version}, this application knows formats up to ${newest}.`,
  )
}

function refuseDamaged(db: Database.Database): void {
  const answer = db.pragma('quick_check(1)', { simple: true })
  if (answer !== 'ok') throw new Database.SqliteError(String(answer), 'SQLITE_CORRUPT')
}

function migrate(db: Database.Database, folder: string, schema: readonly string[]): void {
  const version = versionOf(db)
  if (version > 0 && version < schema.length) backUp(db, folder, version)
  for (const [index, sql] of schema.entries()) {
    if (index < version) continue
    db.transaction(() => {
      db.exec(sql)
      refuseLooseEnds(db, index + 1)
      db.pragma(`user_version = ${index + 1}`)
    }).immediate()
  }
}

/** Foreign keys were not enforced while the migration ran. */
function refuseLooseEnds(db: Database.Database, version: number): void {
  if (db.prepare('PRAGMA foreign_key_check').get())
    throw new Error(`migration ${version} leaves rows that refer to none`)
}

function afterDamage(folder: string, file: string, cause: unknown): CannotStartError {
  try {
    return putAside(folder, file, cause)
  } catch (error) {
    return unusable(folder, error)
  }
}

/** Renames a damaged database with all that belongs to it, so that nothing of it is ever written over. */
function putAside(folder: string, file: string, cause: unknown): CannotStartError {
  const aside = join(folder, `damaged-${new Date().toISOString().replaceAll(':', '-')}.db`)
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix)
  }
  const backup = restoreNewest(folder, file)
  const next = backup ? `the backup ${backup}` : 'an empty list of conversations'
  return new CannotStartError(
    'database-damaged',
    `The file with the conversations is damaged. It has been kept as ${aside}. Starting again begins with ${next}.`,
    { cause },
  )
}
