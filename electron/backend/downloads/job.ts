import { FailureError, failureOf } from '../../contract/failure.ts'
import type { DownloadTables, StoredDownload, StoredFile } from '../store/downloads.ts'
import { hostOf } from '../network/host-answer.ts'
import { Checkpoints } from './checkpoints.ts'
import { freeBytes } from '../disk.ts'
import { pathOf, placeOf, type Place } from './names.ts'
import {
  discardPart,
  finishedHash,
  finishedSize,
  PartFile,
  partSize,
  publish,
  unpublish,
  type OpenFile,
} from './part-file.ts'
import type { DownloadLimits, Gate, Hub, Installer } from './ports.ts'
import { PrefixHash } from './prefix-hash.ts'
import { Ranges } from './ranges.ts'
import { Transfer } from './transfer.ts'

/** What work on a download stands on. */
export interface JobContext {
  gate: Gate
  hub: Hub
  installer: Installer
  tables: DownloadTables
  limits: DownloadLimits
  now: () => number
  /** The system's own way to open a file, unless a test has another one. */
  openFile?: OpenFile
}

/** Who is told how the work goes. */
export interface JobListener {
  /** Bytes came in from the network. */
  onBytes: (count: number) => void
  /** The record says what is safe on the disk now. */
  onProgress: () => void
  /** No byte is missing: what is left is to compare. */
  onComplete: () => void
  /** Now and then, whether anything happens or not. */
  onTick: () => void
}

/** Bytes of a download that are safe on the disk. */
export function receivedBytes({ files }: StoredDownload): number {
  return files.reduce((sum, file) => sum + (file.done ? file.sizeBytes : new Ranges(file.progress).total), 0)
}

/** Bytes of all its files. */
export function sizeBytes({ files }: StoredDownload): number {
  return files.reduce((sum, file) => sum + file.sizeBytes, 0)
}

/**
 * Works on one download, from wherever it is, until all its files are right and in place. Whatever ends it leaves on the disk and in the record
 * what the next one needs to go on; nothing that is not verified ever gets a model's name.
 */
export class DownloadJob {
  readonly #context: JobContext
  readonly #download: StoredDownload
  readonly #listener: JobListener
  readonly #places: Place[]
  readonly #broken = new AbortController()
  readonly #signal: AbortSignal
  #part: PartFile | null = null

  /** Throws NAME_UNSAFE. */
  constructor(context: JobContext, download: StoredDownload, listener: JobListener, signal: AbortSignal) {
    this.#context = context
    this.#download = download
    this.#listener = listener
    this.#places = download.files.map(({ path }) => placeOf(download.repository, path))
    this.#signal = AbortSignal.any([signal, this.#broken.signal])
  }

  /** Answers the model's id. Throws FailureError, or what the signal was aborted with. */
  async run(): Promise<string> {
    const ticks = setInterval(() => void this.#tick(), this.#context.limits.checkMs).unref()
    try {
      await this.#refuseFullDisk()
      for (const [index, file] of this.#download.files.entries()) {
        this.#signal.throwIfAborted()
        if (!(await this.#isThere(index, file))) await this.#fetch(index, file)
      }
      return await this.#install()
    } catch (error) {
      throw await this.#explained(error)
    } finally {
      clearInterval(ticks)
    }
  }

  #place(index: number): Place {
    const place = this.#places[index]
    if (!place) throw new RangeError(`there is no file ${index}`)
    return place
  }

  /** Whether a file needs no more work: it was verified before, or somebody has put the very same one in its place. */
  async #isThere(index: number, file: StoredFile): Promise<boolean> {
    const { folder } = this.#download
    const place = this.#place(index)
    const finished = await finishedSize(folder, place)
    if (file.done && (finished ?? (await partSize(folder, place))) === file.sizeBytes) return true
    const isSame = finished === file.sizeBytes && file.sha256 === (await finishedHash(folder, place, this.#signal))
    if (finished !== null && !isSame)
      throw new FailureError({ code: 'FILE_EXISTS', data: { path: pathOf(folder, place) } })
    if (file.done) file.progress = []
    file.done = isSame
    this.#context.tables.noteDone(this.#download.id, index, file)
    return isSame
  }

  /**
   * Fetches and verifies a file. An ETag or a size that is another one is a reason to ask the hub; when the file is still the same there, its
   * checksum decides, and the host is not trusted with ETags any more.
   */
  async #fetch(index: number, file: StoredFile): Promise<void> {
    try {
      await this.#fetchFile(index, file, true)
    } catch (error) {
      if (failureOf(error).code !== 'FILE_CHANGED') throw error
      await this.#refuseChanged(file)
      await this.#fetchFile(index, file, false).catch((again: unknown) => {
        throw failureOf(again).code === 'FILE_CHANGED' ? this.#otherSize(file) : again
      })
    }
  }

  async #refuseChanged(file: StoredFile): Promise<void> {
    const { repository, file: first } = this.#download
    const { files } = await this.#context.hub.choice(repository, first)
    const isSame = files.some(
      ({ path, sizeBytes: size, sha256 }) =>
        path === file.path && size === file.sizeBytes && sha256 !== null && sha256 === file.sha256,
    )
    if (!isSame) throw new FailureError({ code: 'FILE_CHANGED', data: { file: file.path } })
  }

  #otherSize(file: StoredFile): FailureError {
    const data = { host: hostOf(this.#urlOf(file)), detail: 'the file has another size than the hub says' }
    return new FailureError({ code: 'HOST_ANSWER_UNREADABLE', data })
  }

  #urlOf(file: StoredFile): string {
    const { repository, revision } = this.#download
    return this.#context.hub.fileUrl(repository, revision, file.path)
  }

  async #fetchFile(index: number, file: StoredFile, trustsEtag: boolean): Promise<void> {
    const { openFile } = this.#context
    const part = await PartFile.open(this.#download.folder, this.#place(index), openFile)
    const hash = new PrefixHash(part)
    this.#part = part
    try {
      const checkpoints = await this.#transfer(index, file, trustsEtag, part, hash)
      if (this.#download.files.every((other, position) => position === index || other.done)) this.#listener.onComplete()
      const sha256 = await hash.digest(file.sizeBytes, this.#signal)
      await part.refuseLost()
      if (file.sha256 === null || sha256 === file.sha256) {
        file.done = true
        return this.#context.tables.noteDone(this.#download.id, index, file)
      }
      file.etag = null
      await checkpoints.restart()
    } finally {
      this.#part = null
      await hash.close()
      await part.close()
    }
    await discardPart(this.#download.folder, this.#place(index))
    throw new FailureError({ code: 'CHECKSUM_WRONG', data: { file: file.path } })
  }

  /** Brings in what is missing, and makes it safe, however it ends. */
  async #transfer(
    index: number,
    file: StoredFile,
    trustsEtag: boolean,
    part: PartFile,
    hash: PrefixHash,
  ): Promise<Checkpoints> {
    const { gate, hub, limits, now, tables } = this.#context
    const { id, repository } = this.#download
    const size = await part.size()
    if (size > file.sizeBytes) await part.truncate(file.sizeBytes)
    const checkpoints = new Checkpoints({
      part,
      safe: new Ranges(file.progress).within(Math.min(size, file.sizeBytes)),
      limits,
      onSafe: (safe) => {
        file.progress = safe.toJSON()
        tables.noteProgress(id, index, file)
        this.#listener.onProgress()
      },
    })
    hash.advance(checkpoints.written.prefix)
    const transfer = new Transfer({
      gate,
      hub,
      repository,
      url: this.#urlOf(file),
      expected: file,
      trustsEtag,
      part,
      checkpoints,
      hash,
      limits,
      now,
      signal: this.#signal,
      onBytes: this.#listener.onBytes,
      onEtag: (etag) => {
        file.etag = etag
        tables.noteProgress(id, index, file)
      },
      onRestart: async () => {
        await hash.restart()
        await checkpoints.restart()
        await part.truncate(0)
      },
    })
    try {
      await transfer.run()
    } catch (error) {
      // What went wrong first is what is told.
      await checkpoints.flush().catch(() => undefined)
      throw error
    }
    await checkpoints.flush()
    return checkpoints
  }

  /** Gives all files their names, the first part last: as long as it is missing, the library does not see the others. */
  async #install(): Promise<string> {
    const { folder, repository, file, chatTemplate } = this.#download
    const { installer } = this.#context
    const path = pathOf(folder, this.#place(0))
    installer.arrives(path, { repository, file, chatTemplate })
    for (const place of this.#places.toReversed())
      if ((await finishedSize(folder, place)) === null) await publish(folder, place)
    return installer.arrived(path)
  }

  async #tick(): Promise<void> {
    try {
      this.#listener.onTick()
      await this.#part?.refuseLost()
      await this.#refuseFullDisk()
    } catch (error) {
      this.#broken.abort(error)
    }
  }

  async #refuseFullDisk(): Promise<void> {
    const missingBytes = await this.#missingRoom()
    if (missingBytes > 0) throw this.#diskFull(missingBytes)
  }

  /** Bytes that the disk lacks for what is still to come and what has to stay free. */
  async #missingRoom(): Promise<number> {
    const free = await freeBytes(this.#download.folder)
    const remaining = sizeBytes(this.#download) - receivedBytes(this.#download)
    if (free === null || remaining === 0) return 0
    return remaining + this.#context.limits.floorBytes - free
  }

  #diskFull(missingBytes: number): FailureError {
    return new FailureError({ code: 'DISK_FULL', data: { path: this.#download.folder, missingBytes } })
  }

  /** A disk that refused is asked how much it lacks. */
  async #explained(error: unknown): Promise<unknown> {
    if (!(error instanceof FailureError) || error.failure.code !== 'DISK_FULL' || error.failure.data.missingBytes > 0)
      return error
    return this.#diskFull(Math.max(1, await this.#missingRoom()))
  }
}

/**
 * Removes what has arrived of a download that is not done. Of a model of several files that is everything: those that have got their names already
 * are of no use without the first one, which gets its name last.
 */
export async function discardDownload({ folder, repository, files }: StoredDownload): Promise<void> {
  const places = files.map(({ path }) => placeOf(repository, path))
  const [first] = places
  const isInstalled = first !== undefined && (await finishedSize(folder, first)) !== null
  for (const [index, place] of places.entries()) {
    const file = files[index]
    if (!isInstalled && file?.done === true) await unpublish(folder, place, file.sizeBytes)
    await discardPart(folder, place)
  }
}

/** True when all files of a download are where they belong. */
export async function isInPlace({ folder, repository, files }: StoredDownload): Promise<boolean> {
  for (const { path, sizeBytes: size } of files)
    if ((await finishedSize(folder, placeOf(repository, path))) !== size) return false
  return true
}
