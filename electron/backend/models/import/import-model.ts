import { lstat, mkdir, realpath, rename, rm, stat, unlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { partsOf } from '../../../child/model-parts.ts'
import { FailureError } from '../../../contract/failure.ts'
import type { ModelImport } from '../../../contract/import.ts'
import { inspectModelFile, type HeaderCache } from '../model-file.ts'
import { diskFailure, freeBytes, isDiskFull, syncFolder } from '../../disk.ts'
import { commit, copyFile, hasSameContent, identityOf, isSame, swapped, tryLink, type FileIdentity } from './disk.ts'

/** What is on its way carries this at the end of its name, and is no model for anybody. */
export const stagedSuffix = '.importing'

/** Free bytes that an import leaves on the disk. */
const floorBytes = 256 * 1024 * 1024

/** One model to be brought into the models folder. */
export interface ModelToImport {
  /** Its (first) file. */
  path: string
  way: ModelImport['way']
  folder: string
  signal: AbortSignal
  /** A file of that name is worked on now. */
  onFile: (name: string) => void
  onBytes: (count: number) => void
}

interface Piece {
  source: string
  target: string
  staged: string
  identity: FileIdentity
  /** It is a file of its own name, not a link to one. */
  isPlain: boolean
  /** How it gets there. `renamed`: where a file system knows no links; not before all others are there. */
  state: 'waiting' | 'present' | 'staged' | 'renamed' | 'committed'
}

const noCache: HeaderCache = { get: () => undefined, set: () => undefined }

/**
 * Copies or moves a model with all its parts into the folder: all of it, or nothing. Its header is looked at before a byte is copied,
 * sources that are moved are deleted last. Answers its (first) file's new path. Throws MODEL_FILE_MISSING, MODEL_FILE_CORRUPT,
 * MODEL_NOT_FOR_CHAT, FILE_EXISTS, NO_ROOM_TO_COPY, FILE_FAILED, or the reason of `signal`.
 */
export async function importModel(request: ModelToImport): Promise<string> {
  const { path, folder, way } = request
  const pieces = await lookAt(path, folder)
  try {
    await mkdir(folder, { recursive: true })
    for (const piece of pieces) if (await isThere(piece, request)) piece.state = 'present'
    const coming = pieces.filter(({ state }) => state === 'waiting')
    await refuseFullDisk(coming, request)
    for (const piece of coming) await stage(piece, request)
    request.signal.throwIfAborted()
    for (const piece of coming) await arrive(piece)
    await syncFolder(folder)
  } catch (error) {
    await undo(pieces)
    request.signal.throwIfAborted()
    if (!isDiskFull(error)) throw diskFailure(error, path)
    // Half a copy is gone again: what is missing now is missing for all of it. A quota is not told, only that it is reached.
    throw noRoom(path, Math.max(1, await missingRoom(pieces, folder)))
  }
  if (way === 'move') for (const piece of pieces) await leave(piece)
  return pieces[0]?.target ?? path
}

/** The files as they are before their headers are read. Throws what is wrong with them. */
async function lookAt(path: string, folder: string): Promise<Piece[]> {
  const pieces: Piece[] = []
  for (const source of partsOf(path)) {
    const [stats, own] = await Promise.all([stat(source), lstat(source)]).catch(() => [null, null])
    if (!stats || !own) throw new FailureError({ code: 'MODEL_FILE_MISSING', data: { path: source } })
    const target = join(folder, nameOf(source))
    const staged = `${target}.${crypto.randomUUID().slice(0, 8)}${stagedSuffix}`
    const isPlain = own.isFile()
    pieces.push({ source, target, staged, identity: identityOf(stats), isPlain, state: 'waiting' })
  }
  const file = await inspectModelFile(path, noCache)
  if (file.failure) throw new FailureError(file.failure)
  return pieces
}

function nameOf(path: string): string {
  const name = basename(path)
  return /\.gguf$/i.test(name) ? name : `${name}.gguf`
}

/** Whether the same content is there already under that name. Throws FILE_EXISTS when another one is. */
async function isThere({ source, target, identity }: Piece, { signal }: ModelToImport): Promise<boolean> {
  const there = await stat(target).catch(() => null)
  if (!there) {
    if (!(await lstat(target).catch(() => null))) return false
    throw new FailureError({ code: 'FILE_EXISTS', data: { path: target } })
  }
  const { device, inode, size } = identityOf(there)
  if (device === identity.device && inode === identity.inode) return true
  if (there.isFile() && size === identity.size && (await hasSameContent(source, target, signal))) return true
  throw new FailureError({ code: 'FILE_EXISTS', data: { path: target } })
}

/** Throws NO_ROOM_TO_COPY. What is moved within a disk needs no room; whether it is one is found out by trying. */
async function refuseFullDisk(pieces: readonly Piece[], { way, folder, path }: ModelToImport): Promise<void> {
  const { dev } = await stat(folder)
  const copied = pieces.filter(({ identity, isPlain }) => way === 'copy' || identity.device !== dev || !isPlain)
  if (copied.length === 0) return
  const missingBytes = await missingRoom(copied, folder)
  if (missingBytes > 0) throw noRoom(path, missingBytes)
}

/** Bytes that the folder's disk lacks for copies of these and what has to stay free; 0 or less: none. */
async function missingRoom(pieces: readonly Piece[], folder: string): Promise<number> {
  const coming = pieces.reduce((sum, { identity, state }) => sum + (state === 'present' ? 0 : identity.size), 0)
  return coming + floorBytes - ((await freeBytes(folder)) ?? Infinity)
}

function noRoom(path: string, missingBytes: number): FailureError {
  return new FailureError({ code: 'NO_ROOM_TO_COPY', data: { path, missingBytes } })
}

async function stage(piece: Piece, { way, folder, signal, onFile, onBytes }: ModelToImport): Promise<void> {
  const { source, staged, identity, isPlain } = piece
  onFile(basename(source))
  if (way === 'move' && isPlain && identity.device === (await stat(folder)).dev) {
    piece.state = (await tryLink(source, staged)) ? 'staged' : 'renamed'
    if (!isSame(identityOf(await stat(piece.state === 'staged' ? staged : source)), identity)) throw swapped(source)
    onBytes(identity.size)
    return
  }
  piece.state = 'staged'
  await copyFile({ from: source, to: staged, expected: identity, verify: way === 'move', signal, onBytes })
}

async function arrive(piece: Piece): Promise<void> {
  await commit(piece.state === 'renamed' ? piece.source : piece.staged, piece.target)
  if (piece.state === 'staged') piece.state = 'committed'
}

/** Nothing of it stays in the folder, and everything is where it was. */
async function undo(pieces: readonly Piece[]): Promise<void> {
  for (const { state, source, target, staged } of pieces) {
    if (state === 'staged') await rm(staged, { force: true }).catch(() => undefined)
    if (state === 'committed') await rm(target, { force: true }).catch(() => undefined)
    const isGone = state === 'renamed' && (await lstat(source).catch(() => null)) === null
    if (isGone) await rename(target, source).catch(() => undefined)
  }
}

/** Deletes what was moved, if it still is that: what cannot be deleted stays, beside its copy. */
async function leave({ source, target, identity, isPlain, state }: Piece): Promise<void> {
  if (state === 'renamed') return
  const there = await stat(source).catch(() => null)
  const isItself = (await realpath(source).catch(() => '')) === (await realpath(target).catch(() => ''))
  if (!there || isItself) return
  const { size, modifiedMs, inode } = identityOf(there)
  const isUntouched = size === identity.size && modifiedMs === identity.modifiedMs && inode === identity.inode
  if (isUntouched || !isPlain) await unlink(source).catch(() => undefined)
}
