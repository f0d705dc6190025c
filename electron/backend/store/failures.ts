import Database from 'better-sqlite3'
import type { ToMain } from '../../contract/host.ts'
import { FailureError } from '../../contract/failure.ts'

type CannotStartKind = Extract<ToMain, { type: 'cannot-start' }>['kind']

/** The application cannot start with this data folder. The message is for a person, in English. */
export class CannotStartError extends Error {
  readonly kind: CannotStartKind
  constructor(kind: CannotStartKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CannotStartError'
    this.kind = kind
  }
}

const refusals = [
  'SQLITE_BUSY',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
]
const damages = ['SQLITE_CORRUPT', 'SQLITE_NOTADB']

function hasCode(error: unknown, codes: readonly string[]): error is InstanceType<typeof Database.SqliteError> {
  return error instanceof Database.SqliteError && codes.some((code) => error.code.startsWith(code))
}

/** True when SQLite says that the file itself is damaged. */
export function isDamage(error: unknown): error is InstanceType<typeof Database.SqliteError> {
  return hasCode(error, damages)
}

/** True when SQLite found no room for the memory that the connections to one database share. */
export function isWithoutSharedMemory(error: unknown): boolean {
  return hasCode(error, ['SQLITE_IOERR_SHM'])
}

/** What a write threw, as STORAGE_FAILED where the disk is the reason; anything else as it is. */
export function storageError(error: unknown): unknown {
  if (!hasCode(error, refusals)) return error
  return new FailureError({ code: 'STORAGE_FAILED', data: { detail: `${error.code}: ${error.message}` } })
}
