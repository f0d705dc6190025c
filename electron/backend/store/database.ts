import Database from 'better-sqlite3'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { backUp, refuseDamaged, restoreNewest } from './backups.ts'
import { FailureError } from '../../contract/failure.ts'
import { CannotStartError, isDamage, isWithoutSharedMemory, storageError } from './failures.ts'
import { migrations } from './migrations.ts'

/** The database's name in the data folder. */
export const fileName = 'hearth.db'

/** The only connection to the database. */
export class Store {
  readonly db: Database.Database
  /** Hears what SQLite said when the disk refused to store something. */
  onRefused: (error: unknown) => void = () => undefined

  constructor(db: Database.Database) {
    this.db = db
  }

  /** Runs `work` in one durable transaction: all of it is stored when this returns, or nothing. Throws STORAGE_FAILED. */
  write<T>(work: () => T): T {
    try {
      return this.db.transaction(work).immediate()
    } catch (error) {
      const failure = storageError(error)
      if (failure !== error) this.onRefused(error)
      throw failure
    }
  }

  /**
   * As `write`, for what can be found out again: a disk that is full keeps nobody from using the application. Answers whether it is
   * stored.
   */
  note(work: () => void): boolean {
    if (!this.db.open) return false
    try {
      this.write(work)
      return true
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code !== 'STORAGE_FAILED') throw error
      return false
    }
  }

  /** Puts everything into the one file, and leaves nothing in the log beside it. On a full disk the log stays, and nothing is lost. */
  emptyLog(): void {
    if (!this.db.open) return
    try {
      this.db.pragma('wal_checkpoint(TRUNCATE)')
    } catch (error) {
      if (storageError(error) === error) throw error
    }
  }

  /** Puts everything into the one file and closes it. */
  close(): void {
    try {
      this.emptyLog()
    } finally {
      this.db.close()
    }
  }
}

/**
 * Opens the database in `folder` (made if needed) and brings it to the newest schema. Where it was not closed in an orderly way, all of
 * it is read to see that it is whole; else that is left to the `Upkeep`, because a start cannot wait for it.
 * Throws CannotStartError: newer than this application, damaged (then it has been put aside), or the disk refuses.
 */
export function openStore(folder: string, schema: readonly string[] = migrations): Store {
  const file = join(folder, fileName)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return new Store(openDatabase(file, folder, schema))
  } catch (error) {
    if (error instanceof CannotStartError) throw error
    if (isDamage(error)) throw putAsideDamaged(folder, error)
    throw unusable(folder, error)
  }
}

/** Closes a store with which the application could not start, and answers why: it may be damaged, whatever the error says. */
export function giveUpStore(store: Store, folder: string, error: unknown): unknown {
  const damage = damageOf(store.db)
  try {
    store.close()
  } catch {
    // It is closed all the same; what could not be put into the one file stays beside it.
  }
  return damage ? putAsideDamaged(folder, damage) : error
}

function damageOf(db: Database.Database): unknown {
  try {
    refuseDamaged(db)
    return null
  } catch (error) {
    return isDamage(error) ? error : null
  }
}

function unusable(folder: string, cause: unknown): CannotStartError {
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new CannotStartError('storage', `The data folder ${folder} cannot be used: ${detail}`, { cause })
}

function openDatabase(file: string, folder: string, schema: readonly string[]): Database.Database {
  // Who closes a database last takes its log away.
  const wasClosed = !existsSync(`${file}-wal`)
  try {
    return prepareDatabase(new Database(file, { timeout: 1000 }), { wasClosed, folder, schema })
  } catch (error) {
    if (!isWithoutSharedMemory(error)) throw error
    const db = new Database(file, { timeout: 1000 })
    // A full disk has no room for the memory that connections share. This one does without; until the next start it is the only one.
    db.pragma('locking_mode = EXCLUSIVE')
    return prepareDatabase(db, { wasClosed, folder, schema })
  }
}

interface Preparation {
  /** The last session ended in an orderly way. */
  wasClosed: boolean
  folder: string
  schema: readonly string[]
}

/** Looks at the database and brings it to the newest schema; closes it where that cannot be done. */
function prepareDatabase(db: Database.Database, { wasClosed, folder, schema }: Preparation): Database.Database {
  try {
    refuseNewer(db, schema.length)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    // What is deleted is written over, not only given free.
    db.pragma('secure_delete = ON')
    if (!wasClosed || isBehind(db, schema)) refuseDamaged(db)
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

/** Something is stored in an older format. */
function isBehind(db: Database.Database, schema: readonly string[]): boolean {
  const version = versionOf(db)
  return version > 0 && version < schema.length
}

function migrate(db: Database.Database, folder: string, schema: readonly string[]): void {
  if (isBehind(db, schema)) backUp(db, folder, Date.now())
  const version = versionOf(db)
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

/** Puts the damaged database in `folder`, which must be closed, aside, and the newest backup in its place. Answers what to say. */
export function putAsideDamaged(folder: string, cause: unknown): CannotStartError {
  try {
    return putAside(folder, join(folder, fileName), cause)
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
