import { constants } from 'node:fs'
import { lstat, open, rename, rmdir, unlink, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FailureError, failureOf } from '../../contract/failure.ts'
import { diskFailure, hasCode, syncFolder } from '../disk.ts'
import { makeFolders, onDisk } from './disk.ts'
import { pathOf, type Place } from './names.ts'
import { PartLock } from './part-lock.ts'
import { PrefixHash } from './prefix-hash.ts'

/** Opens a file: the system's own way, or one that a test puts in its place. */
export type OpenFile = typeof open

/** Never through a link, and without waiting for whoever holds the other end of a pipe. */
const flags = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** A file on its way: `<name>.part` beside where it will be. Open, it is this process's alone. */
export class PartFile {
  readonly path: string
  readonly #handle: FileHandle
  readonly #lock: PartLock

  private constructor(path: string, handle: FileHandle, lock: PartLock) {
    this.path = path
    this.#handle = handle
    this.#lock = lock
  }

  /** Throws MODELS_FOLDER_MISSING, NAME_UNSAFE (a link, or no file), DOWNLOAD_LOCKED, FILE_FAILED, DISK_FULL. */
  static async open(modelsFolder: string, place: Place, openFile: OpenFile = open): Promise<PartFile> {
    const path = join(await makeFolders(modelsFolder, place), `${place.name}.part`)
    const lock = await PartLock.take(path)
    try {
      return new PartFile(path, await openRegular(path, place.name, openFile), lock)
    } catch (error) {
      await lock.release()
      throw diskFailure(error, path)
    }
  }

  async size(): Promise<number> {
    return (await onDisk(this.path, () => this.#handle.stat())).size
  }

  /** Writes all of it. Throws DISK_FULL, FILE_FAILED. */
  async write(pieces: Uint8Array[], position: number): Promise<void> {
    const length = pieces.reduce((sum, piece) => sum + piece.byteLength, 0)
    const { bytesWritten } = await onDisk(this.path, () => this.#handle.writev(pieces, position))
    if (bytesWritten === length) return
    // Less was written than asked for: what is wrong with the rest is said when it is tried.
    await this.#writeRest(Buffer.concat(pieces).subarray(bytesWritten), position + bytesWritten)
  }

  /** Answers how many bytes there were. */
  async read(into: Uint8Array, position: number): Promise<number> {
    return (await onDisk(this.path, () => this.#handle.read(into, 0, into.byteLength, position))).bytesRead
  }

  /** What was written is safe when this is through. */
  async sync(): Promise<void> {
    await onDisk(this.path, () => this.#handle.datasync())
  }

  async truncate(size: number): Promise<void> {
    await onDisk(this.path, () => this.#handle.truncate(size))
  }

  /** Throws FILE_REMOVED when somebody took the file away, DOWNLOAD_LOCKED when another process has taken it over. */
  async refuseLost(): Promise<void> {
    await lstat(this.path).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) throw new FailureError({ code: 'FILE_REMOVED', data: { path: this.path } })
    })
    await this.#lock.renew()
  }

  async close(): Promise<void> {
    await this.#handle.close()
    await this.#lock.release()
  }

  async #writeRest(rest: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < rest.byteLength;) {
      const left = rest.byteLength - done
      const { bytesWritten } = await onDisk(this.path, () => this.#handle.write(rest, done, left, position + done))
      done += bytesWritten
    }
  }
}

async function openRegular(path: string, name: string, openFile: OpenFile): Promise<FileHandle> {
  const unsafe = new FailureError({ code: 'NAME_UNSAFE', data: { name } })
  const before = await lstat(path).catch(() => null)
  if (before && !before.isFile()) throw unsafe
  const handle = await openFile(path, flags, 0o644).catch((error: unknown) => {
    throw hasCode(error, 'ELOOP', 'ENXIO', 'EISDIR') ? unsafe : error
  })
  const stats = await handle.stat()
  // A second name for the same bytes would be a way to write into a file elsewhere.
  if (stats.isFile() && stats.nlink <= 1) return handle
  await handle.close()
  throw unsafe
}

/** Whether the finished file is in place: its size in bytes, or null. */
export async function finishedSize(modelsFolder: string, place: Place): Promise<number | null> {
  const stats = await lstat(pathOf(modelsFolder, place)).catch(() => null)
  return stats && (stats.isFile() ? stats.size : -1)
}

/** The SHA-256 of the file in its place. Throws FILE_FAILED; what `signal` was aborted with. */
export async function finishedHash(modelsFolder: string, place: Place, signal: AbortSignal): Promise<string> {
  const path = pathOf(modelsFolder, place)
  const handle = await onDisk(path, () => open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)))
  const read = async (into: Uint8Array, position: number): Promise<number> =>
    (await onDisk(path, () => handle.read(into, 0, into.byteLength, position))).bytesRead
  const hash = new PrefixHash({ read })
  try {
    return await hash.digest((await handle.stat()).size, signal)
  } finally {
    await hash.close()
    await handle.close()
  }
}

/** How much of a file that is not in its place yet is there: its size in bytes, or null. */
export async function partSize(modelsFolder: string, place: Place): Promise<number | null> {
  const stats = await lstat(`${pathOf(modelsFolder, place)}.part`).catch(() => null)
  return stats?.isFile() === true ? stats.size : null
}

/** Gives a verified file its name. Throws FILE_EXISTS, FILE_FAILED, DISK_FULL. */
export async function publish(modelsFolder: string, place: Place): Promise<void> {
  const path = pathOf(modelsFolder, place)
  if ((await finishedSize(modelsFolder, place)) !== null)
    throw new FailureError({ code: 'FILE_EXISTS', data: { path } })
  await onDisk(path, () => rename(`${path}.part`, path))
  await syncFolder(dirname(path))
}

/** Takes a verified file's name from it again, where the file is still the one that got it. Throws FILE_FAILED. */
export async function unpublish(modelsFolder: string, place: Place, size: number): Promise<void> {
  const path = pathOf(modelsFolder, place)
  if ((await finishedSize(modelsFolder, place)) === size) await onDisk(path, () => rename(path, `${path}.part`))
}

/** Removes what has arrived of a file that is not finished, and the folders that are empty then. Throws DOWNLOAD_LOCKED. */
export async function discardPart(modelsFolder: string, place: Place): Promise<void> {
  const part = `${pathOf(modelsFolder, place)}.part`
  // Out of a folder that is a link, nothing is removed.
  let folder = modelsFolder
  for (const name of place.folders) {
    folder = join(folder, name)
    if (!(await lstat(folder).catch(() => null))?.isDirectory()) return
  }
  // What a killed process has left of a lock goes with it.
  const lock = await lockIfThereIsRoom(part)
  await unlink(part).catch(() => undefined)
  await lock?.release()
  for (let depth = place.folders.length; depth > 0; depth--)
    await rmdir(join(modelsFolder, ...place.folders.slice(0, depth))).catch(() => undefined)
}

/** null: on a full disk, which is why it is to be removed. The lock was to be written then: nobody else has it. */
async function lockIfThereIsRoom(part: string): Promise<PartLock | null> {
  try {
    return await PartLock.take(part)
  } catch (error) {
    if (failureOf(error).code === 'DISK_FULL') return null
    throw error
  }
}
