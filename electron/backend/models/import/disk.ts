import { createHash } from 'node:crypto'
import type { Stats } from 'node:fs'
import { link, lstat, open, rename, stat, unlink, type FileHandle } from 'node:fs/promises'
import { FailureError } from '../../../contract/failure.ts'
import { codeOf, fileFailed, hasCode, openWithoutWaiting } from '../../disk.ts'

/** Which file it is, and in which state: one that was replaced or written to is another one. */
export interface FileIdentity {
  device: number
  inode: number
  size: number
  modifiedMs: number
}

/** Of what `stat` said. */
export function identityOf({ dev, ino, size, mtimeMs }: Stats): FileIdentity {
  return { device: dev, inode: ino, size, modifiedMs: mtimeMs }
}

/** FILE_SWAPPED: it is not the file any more whose header was looked at. */
export function swapped(path: string): FailureError {
  return new FailureError({ code: 'FILE_SWAPPED', data: { path } })
}

const sliceBytes = 4 * 1024 * 1024

/** Reads a file slice by slice into the same memory; `signal` ends it between two of them. */
async function* slicesOf(file: FileHandle, signal: AbortSignal): AsyncGenerator<Buffer, void, void> {
  const slice = Buffer.allocUnsafe(sliceBytes)
  for (let position = 0; ;) {
    signal.throwIfAborted()
    const { bytesRead } = await file.read(slice, 0, sliceBytes, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield slice.subarray(0, bytesRead)
  }
}

/** Opens a regular file for reading. Throws FILE_FAILED for what is none. */
export async function openRegular(path: string): Promise<FileHandle> {
  const file = await openWithoutWaiting(path)
  if ((await file.stat()).isFile()) return file
  await file.close()
  throw fileFailed(path, 'only regular files can be models')
}

/** What a copy needs to know. */
export interface CopyOptions {
  from: string
  to: string
  /** Of `from`, as it was looked at before. */
  expected: FileIdentity
  /** Read what was written again, and compare. */
  verify: boolean
  signal: AbortSignal
  onBytes: (count: number) => void
}

/**
 * Copies a file to a new one, which is on the disk when this answers. Throws FILE_SWAPPED when it is not the expected file, or changes
 * meanwhile; FILE_FAILED when it does not read as it was written; errors of the file system; and the reason of `signal`. Leaves half a file behind then.
 */
export async function copyFile(options: CopyOptions): Promise<void> {
  const { from, to, expected, verify, signal } = options
  const source = await openRegular(from)
  try {
    if (!isSame(identityOf(await source.stat()), expected)) throw swapped(from)
    const written = await writeCopy(source, options)
    const now = await stat(from).catch(() => null)
    const isStill =
      now !== null && isSame(identityOf(now), expected) && isSame(identityOf(await source.stat()), expected)
    if (!isStill) throw swapped(from)
    if (verify && (await hashOfFile(to, signal)) !== written) throw fileFailed(to, 'it does not read as it was written')
  } finally {
    await source.close()
  }
}

async function writeCopy(
  source: FileHandle,
  { to, from, expected, verify, signal, onBytes }: CopyOptions,
): Promise<string> {
  const hash = createHash('sha256')
  const target = await open(to, 'wx')
  try {
    let total = 0
    for await (const slice of slicesOf(source, signal)) {
      total += slice.length
      // A file that grows while it is copied could fill the disk.
      if (total > expected.size) throw swapped(from)
      if (verify) hash.update(slice)
      for (let done = 0; done < slice.length;) done += (await target.write(slice, done)).bytesWritten
      onBytes(slice.length)
    }
    await target.sync()
  } finally {
    await target.close()
  }
  return hash.digest('hex')
}

/** True when it is the same file in the same state. */
export function isSame(a: FileIdentity, b: FileIdentity): boolean {
  return a.device === b.device && a.inode === b.inode && a.size === b.size && a.modifiedMs === b.modifiedMs
}

/** SHA-256 of a regular file's content, read in slices. Throws the reason of `signal`. */
export async function hashOfFile(path: string, signal: AbortSignal): Promise<string> {
  const file = await openRegular(path)
  try {
    const hash = createHash('sha256')
    for await (const slice of slicesOf(file, signal)) hash.update(slice)
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}

/** Whether two files have the same content. Throws the reason of `signal`. */
export async function hasSameContent(path: string, other: string, signal: AbortSignal): Promise<boolean> {
  return (await hashOfFile(path, signal)) === (await hashOfFile(other, signal))
}

/** Errors of a file system that has no hard links, or not from here to there. */
const withoutLinks = new Set(['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES'])

/** Gives a file another name as well. false: this file system cannot. */
export async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (withoutLinks.has(codeOf(error))) return false
    throw error
  }
}

/** Gives a file its final name, and never takes the place of another one. Throws FILE_EXISTS. */
export async function commit(from: string, to: string): Promise<void> {
  const taken = new FailureError({ code: 'FILE_EXISTS', data: { path: to } })
  try {
    if (await tryLink(from, to)) return await unlink(from)
  } catch (error) {
    throw hasCode(error, 'EEXIST') ? taken : error
  }
  if (await lstat(to).catch(() => null)) throw taken
  await rename(from, to)
}
