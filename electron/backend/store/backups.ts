import Database from 'better-sqlite3'
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const kept = 3
const namePattern = /^hearth-\d{4}-.*\.db$/

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

/** Copies the whole database to `backups/`, checks the copy, and only then lets go of the oldest ones. Answers its path. */
export function backUp(db: Database.Database, folder: string, version: number): string {
  const backups = backupFolder(folder)
  mkdirSync(backups, { recursive: true, mode: 0o700 })
  const time = new Date().toISOString().replaceAll(':', '-')
  const file = join(backups, `hearth-${time}-v${version}.db`)
  const part = `${file}.part`
  db.prepare('VACUUM INTO ?').run(part)
  try {
    verify(part, version)
    renameSync(part, file)
  } finally {
    rmSync(part, { force: true })
  }
  for (const name of backupNames(folder).slice(0, -kept)) rmSync(join(backups, name))
  return file
}

function verify(file: string, version: number): void {
  const copy = new Database(file, { readonly: true, fileMustExist: true })
  try {
    const whole = copy.pragma('quick_check(1)', { simple: true }) === 'ok'
    if (!whole || copy.pragma('user_version', { simple: true }) !== version)
      throw new Database.SqliteError('the backup is not whole', 'SQLITE_CORRUPT')
  } finally {
    copy.close()
  }
}

/** Puts the newest backup in the place of `file`, which must be gone. Answers the backup's path, or null when there is none. */
export function restoreNewest(folder: string, file: string): string | null {
  const backup = newestBackup(folder)
  if (!backup) return null
  const part = `${file}.part`
  copyFileSync(backup, part)
  renameSync(part, file)
  return backup
}
