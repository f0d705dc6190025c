import { randomUUID } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { open, rename, rm, statfs, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FailureError } from '../contract/failure.ts'

/** The code of an error of the file system (`ENOENT`); '' where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** True for an error of the file system with one of these codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes(codeOf(error))
}

/** True for a disk, or a person's part of it, that has no room left. */
export function isDiskFull(error: unknown): boolean {
  return hasCode(error, 'ENOSPC', 'EDQUOT')
}

/** FILE_FAILED. */
export function fileFailed(path: string, detail: string): FailureError {
  return new FailureError({ code: 'FILE_FAILED', data: { path, detail } })
}

/**
 * What the file system refused, as a failure: DISK_FULL (`missingBytes` 0: how much is not known yet), else FILE_FAILED. A failure stays
 * what it is.
 */
export function diskFailure(error: unknown, path: string): FailureError {
  if (error instanceof FailureError) return error
  if (isDiskFull(error)) return new FailureError({ code: 'DISK_FULL', data: { path, missingBytes: 0 } })
  return fileFailed(path, codeOf(error) || (error instanceof Error ? error.message : String(error)))
}

/** Names one file or folder, however it is called: one that was made anew is another one. */
export function inodeOf({ dev, ino }: Stats): string {
  return `${dev}:${ino}`
}

/** Opens for reading what should be a regular file. Without waiting: a FIFO that nobody writes to would have it wait for ever. */
export function openWithoutWaiting(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
}

/** Bytes that are free for this person where `folder` is; null where it is not, or the system does not tell. */
export async function freeBytes(folder: string): Promise<number | null> {
  const stats = await statfs(folder).catch(() => null)
  return stats && stats.bavail * stats.bsize
}

/** Makes a folder's entries safe on the disk; where the system knows no such thing (Windows), they are when it likes. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

/**
 * Writes a file in the place of one that may be there, which stays as it is until all of the new one is on the disk. Answers what `write`
 * does. Throws errors of the file system, and what `write` throws; then nothing has changed.
 */
export async function writeWhole<T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const beside = join(dirname(path), `.${randomUUID()}.tmp`)
  try {
    const file = await open(beside, 'wx')
    let answer: T
    try {
      answer = await write(file)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
    return answer
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}
