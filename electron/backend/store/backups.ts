import Database from 'better-sqlite3'
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const kept = 3
const namePattern = /^hearth-(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)-v\d+\.db$/
const partSuffix = '.part'
const dayMs = 24 * 60 * 60 * 1000
/** As much as there is, in one step. */
const allPages = 0x7fffffff

function backupFolder(folder: string): string {
  return join(folder, 'backups')
}

/** Names sort by time. */
function backupNames(folder: string): string[] {
  const backups = backupFolder(folder)
  if (!existsSync(backups)) return []
  return readdirSync(backups)
    .filter((name) => namePattern.test(name))
    .toSorted()
}

/** Path of the newest backup in the data folder, or null. */
export function newestBackup(folder: string): string | null {
  const name = backupNames(folder).at(-1)
  return name ? join(backupFolder(folder), name) : null
}

/** Whether the newest backup in the data folder is older than a day. One that will be made in the future was made by a wrong clock. */
export function isBackupDue(folder: string, now: number): boolean {
  return !backupNames(folder).some((name) => {
    const age = now - Date.parse(name.replace(namePattern, '$1:$2:$3'))
    return age >= 0 && age < dayMs
  })
}

/** A backup that is being made: it has its name when it is whole. */
interface BackupInMaking {
  file: string
  part: string
}

function begin(db: Database.Database, folder: string, now: number): BackupInMaking & { version: number } {
  const backups = backupFolder(folder)
  mkdirSync(backups, { recursive: true, mode: 0o700 })
  // What an application that was ended has left.
  for (const name of readdirSync(backups)) if (name.includes(partSuffix)) rmSync(join(backups, name))
  const version = Number(db.pragma('user_version', { simple: true }))
  const time = new Date(now).toISOString().replaceAll(':', '-')
  const file = join(backups, `hearth-${time}-v${version}.db`)
  return { file, part: file + partSuffix, version }
}

/** Checks the copy, and only then lets go of the oldest ones. Answers its path. */
function keep(folder: string, { file, part, version }: BackupInMaking & { version: number }): string {
  verify(part, version)
  renameSync(part, file)
  for (const name of backupNames(folder).slice(0, -kept)) rmSync(join(backupFolder(folder), name))
  return file
}

/** Copies the whole database to `backups/` and keeps the copy if it is whole, in the place of the oldest one. Answers its path. */
export function backUp(db: Database.Database, folder: string, now: number): string {
  const backup = begin(db, folder, now)
  try {
    db.prepare('VACUUM INTO ?').run(backup.part)
    return keep(folder, backup)
  } finally {
    rmSync(backup.part, { force: true })
  }
}

/** As `backUp`, by copying pages, which costs far less but takes over what is damaged: the check finds it. */
export async function backUpPages(db: Database.Database, folder: string, now: number): Promise<string> {
  const backup = begin(db, folder, now)
  try {
    await db.backup(backup.part, { progress: () => allPages })
    // The copy is to be one file, whoever opens it.
    const copy = new Database(backup.part)
    try {
      copy.pragma('journal_mode = DELETE')
    } finally {
      copy.close()
    }
    return keep(folder, backup)
  } finally {
    rmSync(backup.part, { force: true })
  }
}

function verify(file: string, version: number): void {
  const copy = new Database(file, { readonly: true, fileMustExist: true })
  try {
    refuseDamaged(copy)
    if (copy.pragma('user_version', { simple: true }) !== version)
      throw new Database.SqliteError('the backup is not whole', 'SQLITE_CORRUPT')
  } finally {
    copy.close()
  }
}

/** Reads the whole database. Throws a SqliteError that is a damage when it is not sound. */
export function refuseDamaged(db: Database.Database): void {
  const answer = db.pragma('quick_check(1)', { simple: true })
  if (answer !== 'ok') throw new Database.SqliteError(String(answer), 'SQLITE_CORRUPT')
}

/** Puts the newest backup in the place of `file`, which must be gone. Answers the backup's path, or null when there is none. */
export function restoreNewest(folder: string, file: string): string | null {
  const backup = newestBackup(folder)
  if (!backup) return null
  const part = file + partSuffix
  copyFileSync(backup, part)
  renameSync(part, file)
  return backup
}
