import { constants } from 'node:fs'
import { lstat, mkdir, open, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { FailureError } from '../../contract/failure.ts'
import type { Place } from './names.ts'

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** True for an error of the file system with one of these codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes(codeOf(error))
}

/** What the file system refused, as a failure: DISK_FULL (how much is missing is not known yet: 0), else FILE_FAILED. */
export function diskFailure(error: unknown, path: string): FailureError {
  if (error instanceof FailureError) return error
  if (hasCode(error, 'ENOSPC', 'EDQUOT'))
    return new FailureError({ code: 'DISK_FULL', data: { path, missingBytes: 0 } })
  const detail = codeOf(error) || (error instanceof Error ? error.message : String(error))
  return new FailureError({ code: 'FILE_FAILED', data: { path, detail } })
}

/** Runs what touches `path` and throws what the file system refuses as DISK_FULL or FILE_FAILED. */
export async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw diskFailure(error, path)
  }
}

/** Bytes that are free for this person where `folder` is; null where the system does not tell. */
export async function freeBytes(folder: string): Promise<number | null> {
  const stats = await statfs(folder).catch(() => null)
  return stats && stats.bavail * stats.bsize
}

/**
 * Makes the folders of a place below the models folder, one after the other, none of them through a link. The models folder itself has to be
 * there: what is not mounted is not filled. Answers the innermost one. Throws NAME_UNSAFE, FILE_FAILED, DISK_FULL.
 */
export async function makeFolders(modelsFolder: string, { folders }: Place): Promise<string> {
  await onDisk(modelsFolder, () => lstat(modelsFolder))
  let path = modelsFolder
  for (const name of folders) {
    path = join(path, name)
    await onDisk(path, async () => {
      await mkdir(path).catch((error: unknown) => {
        if (!hasCode(error, 'EEXIST')) throw error
      })
      if (!(await lstat(path)).isDirectory()) throw new FailureError({ code: 'NAME_UNSAFE', data: { name } })
    })
  }
  return path
}

/** Makes renamed and removed entries of a folder safe; does nothing where the system cannot. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY).catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
