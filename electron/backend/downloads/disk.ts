import { lstat, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { FailureError } from '../../contract/failure.ts'
import { diskFailure, hasCode } from '../disk.ts'
import type { Place } from './names.ts'

/** Runs what touches `path` and throws what the file system refuses as DISK_FULL or FILE_FAILED. */
export async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw diskFailure(error, path)
  }
}

/**
 * Makes the folders of a place below the models folder, one after the other, none of them through a link. The models folder itself has to be
 * there: what is not mounted is not filled. Answers the innermost one. Throws MODELS_FOLDER_MISSING,
 * NAME_UNSAFE, FILE_FAILED, DISK_FULL.
 */
export async function makeFolders(modelsFolder: string, { folders }: Place): Promise<string> {
  await onDisk(modelsFolder, () =>
    lstat(modelsFolder).catch((error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error
      throw new FailureError({ code: 'MODELS_FOLDER_MISSING', data: { path: modelsFolder } })
    }),
  )
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
