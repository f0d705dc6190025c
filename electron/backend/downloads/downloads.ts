import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import type { Download } from '../../contract/download.ts'
import { FailureError, failureOf } from '../../contract/failure.ts'
import type { Settings } from '../../contract/settings.ts'
import { Announcer } from '../announcer.ts'
import type { StoredDownload, StoredFile, StoredState } from '../store/downloads.ts'
import { TransferSpeed } from '../transfer-speed.ts'
import { DownloadJob, discardDownload, isInPlace, type JobContext } from './job.ts'
import { beginning, next, type Effect, type Happening, type Situation, type Status } from './machine.ts'
import { placeKey, placeOf } from './names.ts'
import type { ChosenFiles } from '../hub/hub.ts'
import { defaultLimits, type DownloadLimits } from './ports.ts'
import { downloadView } from './view.ts'

/** What downloads stand on. */
export interface DownloadsOptions extends Omit<JobContext, 'limits'> {
  settings: () => Pick<Settings, 'parallelDownloads' | 'offline'>
  modelsFolder: () => string
  /** The list is not what it was. */
  onChange: (downloads: Download[]) => void
  limits?: Partial<DownloadLimits> | undefined
}

/** A download and the work on it. */
interface Entry {
  record: StoredDownload
  situation: Situation
  speed: TransferSpeed
  work: { controller: AbortController; ended: Promise<void> } | null
  retry: NodeJS.Timeout | undefined
  /** It is being removed, and not worked on any more; settled when it is gone, or could not be removed. */
  leaving: Promise<void> | null
}

/** All downloads in their order: one or two of them are worked on at a time. What is not done goes on at the next start. */
export class Downloads {
  readonly #options: DownloadsOptions
  readonly #context: JobContext
  readonly #announcer: Announcer<Download>
  #entries: Entry[]
  #closed = false

  constructor(options: DownloadsOptions) {
    this.#options = options
    this.#context = { ...options, limits: { ...defaultLimits, ...options.limits } }
    this.#entries = options.tables.list().map((record) => newEntry(record, statusOf(record)))
    this.#announcer = new Announcer(() => this.list(), options.onChange, this.#context.limits.announceMs)
  }

  /** Goes on with what was under way when the application last ended. */
  open(): void {
    this.#schedule()
  }

  list(): Download[] {
    return this.#entries.map((entry) => this.#view(entry))
  }

  /**
   * Asks the hub for the choice that `file` names and queues it; one that is in the list already is resumed. Throws what the hub and the connection
   * to it fail with, NAME_UNSAFE, STORAGE_FAILED.
   */
  async start(repository: string, file: string): Promise<Download> {
    await this.#forgetRemoved(repository, file)
    const known = this.#resumed(repository, file)
    if (known) return known
    const choice = await this.#options.hub.choice(repository, file)
    refuseUnsafe(repository, choice)
    // Asking took its time. What is still being removed takes the same files with it.
    for (let entry = this.#findLeaving(repository, file); entry; entry = this.#findLeaving(repository, file))
      await entry.leaving?.catch(() => undefined)
    const meanwhile = this.#resumed(repository, file)
    if (meanwhile) return meanwhile
    const { now, tables, modelsFolder } = this.#options
    const record: StoredDownload = {
      id: randomUUID(),
      repository,
      revision: choice.revision,
      file,
      name: choice.name,
      quantization: choice.quantization,
      folder: resolve(modelsFolder()),
      state: 'queued',
      failure: null,
      modelId: null,
      chatTemplate: choice.chatTemplate,
      addedAt: now(),
      files: choice.files.map(newFile),
    }
    tables.save(record)
    const entry = newEntry(record, beginning.status)
    this.#entries.push(entry)
    this.#schedule()
    return this.#view(entry)
  }

  /** Throws DOWNLOAD_UNKNOWN. */
  pause(downloadId: string): void {
    this.#happen(this.#get(downloadId), { type: 'pause' })
    this.#schedule()
  }

  /** Throws DOWNLOAD_UNKNOWN. */
  resume(downloadId: string): void {
    this.#happen(this.#get(downloadId), { type: 'resume' })
    this.#schedule()
  }

  /** Ends it and removes what has arrived; of one that is done, only the row. Throws DOWNLOAD_UNKNOWN, DOWNLOAD_LOCKED, FILE_FAILED, STORAGE_FAILED. */
  async cancel(downloadId: string): Promise<void> {
    const entry = this.#get(downloadId)
    entry.leaving = this.#remove(entry).finally(() => (entry.leaving = null))
    await entry.leaving
  }

  async #remove(entry: Entry): Promise<void> {
    this.#happen(entry, { type: 'pause' })
    await entry.work?.ended
    if (entry.situation.status.state !== 'done') await discardDownload(entry.record)
    this.#options.tables.remove(entry.record.id)
    this.#entries = this.#entries.filter((other) => other !== entry)
    this.#schedule()
  }

  /** Puts it at this place of the list. Throws DOWNLOAD_UNKNOWN, STORAGE_FAILED. */
  move(downloadId: string, position: number): void {
    const entry = this.#get(downloadId)
    const entries = this.#entries.filter((other) => other !== entry).toSpliced(position, 0, entry)
    this.#options.tables.order(entries.map(({ record }) => record.id))
    this.#entries = entries
    this.#schedule()
  }

  /** The *Offline* switch, or how many may run at a time, may be another one now. */
  settingsChanged(): void {
    const waiting = this.#options.settings().offline ? [] : this.#entries.filter(isOffline)
    for (const entry of waiting) this.#happen(entry, { type: 'retry' })
    this.#schedule()
  }

  /** Keeps what has arrived, and ends all work. */
  async close(): Promise<void> {
    this.#closed = true
    this.#announcer.close()
    for (const entry of this.#entries) {
      clearTimeout(entry.retry)
      entry.work?.controller.abort()
    }
    await Promise.all(this.#entries.flatMap(({ work }) => work?.ended ?? []))
  }

  #view({ record, situation, speed }: Entry): Download {
    return downloadView(record, situation.status, { speed, now: this.#options.now() })
  }

  #get(downloadId: string): Entry {
    const entry = this.#entries.find(({ record, leaving }) => record.id === downloadId && !leaving)
    if (!entry) throw new FailureError({ code: 'DOWNLOAD_UNKNOWN', data: { downloadId } })
    return entry
  }

  #find(repository: string, file: string): Entry | undefined {
    return this.#entries.find((entry) => !entry.leaving && isOf(entry, repository, file))
  }

  #findLeaving(repository: string, file: string): Entry | undefined {
    return this.#entries.find((entry) => entry.leaving && isOf(entry, repository, file))
  }

  /** One that is done, and whose files are gone since, makes way for a new one. */
  async #forgetRemoved(repository: string, file: string): Promise<void> {
    const entry = this.#find(repository, file)
    if (entry?.situation.status.state !== 'done' || (await isInPlace(entry.record))) return
    this.#options.tables.remove(entry.record.id)
    this.#entries = this.#entries.filter((other) => other !== entry)
  }

  /** The one that is there already, going on. */
  #resumed(repository: string, file: string): Download | null {
    const entry = this.#find(repository, file)
    if (!entry) return null
    this.#happen(entry, { type: 'resume' })
    this.#schedule()
    return this.#view(entry)
  }

  /** Has as many worked on as may be, in their order. */
  #schedule(): void {
    if (this.#closed) return
    let free = this.#options.settings().parallelDownloads - this.#entries.filter(({ work }) => work).length
    for (const entry of this.#entries) {
      if (free <= 0) break
      if (entry.work || entry.leaving || entry.situation.status.state !== 'queued') continue
      this.#happen(entry, { type: 'turn' })
      free--
    }
    this.#announcer.stir()
  }

  #happen(entry: Entry, happening: Happening): void {
    const before = entry.situation.status.state
    const [situation, effect] = next(entry.situation, happening, this.#context.limits)
    entry.situation = situation
    this.#note(entry)
    this.#setRetry(entry)
    if (effect) this.#follow(entry, effect)
    this.#announcer.stir(situation.status.state !== before)
  }

  #follow(entry: Entry, effect: Effect): void {
    switch (effect) {
      case 'run':
        return this.#work(entry)
      case 'stop':
        return entry.work?.controller.abort()
    }
  }

  #work(entry: Entry): void {
    const controller = new AbortController()
    entry.speed = new TransferSpeed()
    const work = { controller, ended: this.#attempt(entry, controller.signal) }
    entry.work = work
    void work.ended.then(() => {
      entry.work = null
      this.#schedule()
    })
  }

  /** Never throws: what goes wrong happens to the download. */
  async #attempt(entry: Entry, signal: AbortSignal): Promise<void> {
    try {
      if (entry.situation.asksHub) await this.#askHub(entry)
      signal.throwIfAborted()
      const modelId = await new DownloadJob(this.#context, entry.record, this.#listener(entry), signal).run()
      this.#happen(entry, { type: 'installed', modelId })
    } catch (error) {
      // Who stopped it knows.
      if (!signal.aborted) this.#happen(entry, { type: 'failed', failure: failureOf(error), now: this.#options.now() })
    }
  }

  #listener(entry: Entry) {
    return {
      onBytes: (count: number) => entry.speed.add(count, this.#options.now()),
      onProgress: () => this.#happen(entry, { type: 'progress' }),
      onComplete: () => this.#happen(entry, { type: 'complete' }),
      onTick: () => this.#announcer.stir(),
    }
  }

  /** The file is not what it was: what the hub has now takes its place; what is the same stays. */
  async #askHub(entry: Entry): Promise<void> {
    const { record } = entry
    const choice = await this.#options.hub.choice(record.repository, record.file)
    refuseUnsafe(record.repository, choice)
    const isSame = (file: StoredFile): boolean =>
      choice.files.some(
        ({ path, sizeBytes, sha256 }) =>
          path === file.path && sizeBytes === file.sizeBytes && sha256 !== null && sha256 === file.sha256,
      )
    const kept = record.files.filter(isSame)
    await discardDownload({ ...record, files: record.files.filter((file) => !kept.includes(file)) })
    record.revision = choice.revision
    record.chatTemplate = choice.chatTemplate
    record.files = choice.files.map((file) => kept.find(({ path }) => path === file.path) ?? newFile(file))
    for (const file of record.files) file.etag = null
    this.#options.tables.save(record)
    this.#happen(entry, { type: 'asked' })
  }

  /** Remembers what lasts of its state. */
  #note({ record, situation: { status } }: Entry): void {
    const state = storedState(status)
    const failure = status.state === 'paused' || status.state === 'failed' ? status.failure : null
    const modelId = status.state === 'done' ? status.modelId : null
    if (
      record.state === state &&
      record.modelId === modelId &&
      JSON.stringify(record.failure) === JSON.stringify(failure)
    )
      return
    Object.assign(record, { state, failure, modelId })
    this.#options.tables.noteState(record.id, state, failure, modelId)
  }

  #setRetry(entry: Entry): void {
    clearTimeout(entry.retry)
    const { status } = entry.situation
    if (status.state !== 'waiting' || status.retryAt === null || this.#closed) return
    const retry = (): void => {
      this.#happen(entry, { type: 'retry' })
      this.#schedule()
    }
    entry.retry = setTimeout(retry, Math.max(0, status.retryAt - this.#options.now())).unref()
  }
}

function newEntry(record: StoredDownload, status: Status): Entry {
  const situation = { ...beginning, status }
  return { record, situation, speed: new TransferSpeed(), work: null, retry: undefined, leaving: null }
}

function isOf({ record }: Entry, repository: string, file: string): boolean {
  return record.repository === repository && record.file === file
}

function isOffline({ situation: { status } }: Entry): boolean {
  return status.state === 'waiting' && status.failure.code === 'OFFLINE'
}

function newFile({ path, sizeBytes, sha256 }: ChosenFiles['files'][number]): StoredFile {
  return { path, sizeBytes, sha256, etag: null, progress: [], done: false }
}

function statusOf({ state, failure, modelId }: StoredDownload): Status {
  switch (state) {
    case 'queued':
      return { state }
    case 'paused':
      return { state, failure }
    case 'failed':
      return { state, failure: failure ?? { code: 'INTERNAL', data: { detail: 'why it failed was not kept' } } }
    case 'done':
      return { state, modelId: modelId ?? '' }
  }
}

/** Whatever is under way, or would go on by itself, is queued at the next start. */
function storedState({ state }: Status): StoredState {
  switch (state) {
    case 'queued':
    case 'running':
    case 'verifying':
    case 'waiting':
      return 'queued'
    case 'paused':
    case 'failed':
    case 'done':
      return state
  }
}

/** Every file has a place of its own below the models folder. Throws NAME_UNSAFE, HOST_ANSWER_UNREADABLE. */
function refuseUnsafe(repository: string, { files }: ChosenFiles): void {
  const places = new Set<string>()
  for (const { path, sizeBytes } of files) {
    const key = placeKey(placeOf(repository, path))
    if (places.has(key) || !Number.isSafeInteger(sizeBytes) || sizeBytes <= 0)
      throw new FailureError({ code: 'NAME_UNSAFE', data: { name: path } })
    places.add(key)
  }
}
