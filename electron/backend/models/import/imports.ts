import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { firstPartOf, partsOf, wholeSize } from '../../../child/model-parts.ts'
import { FailureError, failureOf } from '../../../contract/failure.ts'
import type { Pace } from '../../../contract/download.ts'
import type { FilesWeight, ModelImport } from '../../../contract/import.ts'
import { Announcer } from '../../announcer.ts'
import { standingStill, TransferSpeed } from '../../transfer-speed.ts'
import type { ModelLibrary } from '../library.ts'
import type { ModelLoader } from '../loader.ts'
import { modelIdOf } from '../model-file.ts'
import { importModel, stagedSuffix } from './import-model.ts'

/** What imports stand on. */
export interface ImportsOptions {
  library: ModelLibrary
  loader: Pick<ModelLoader, 'state'>
  modelsFolder: () => string
  now: () => number
  /** How they stand now, at most four times a second. */
  onChange: (imports: ModelImport[]) => void
}

/** A model by its (first) file, with the size of all of its files. */
interface SizedModel {
  path: string
  bytes: number
}

interface Job {
  shown: Omit<ModelImport, keyof Pace>
  speed: TransferSpeed
  models: SizedModel[]
  cancel: AbortController
  /** Settled when nothing of it is half there. */
  over: Promise<void>
}

const tellIntervalMs = 250
/** So many that are over are still shown. */
const keptJobs = 20
/** What was left on its way by an application that was killed, and is not written to any more. */
const staleMs = 60_000

/** Files on their way into the models folder: one after another, because they share a disk. */
export class Imports {
  readonly #options: ImportsOptions
  readonly #jobs: Job[] = []
  readonly #announcer: Announcer<ModelImport>
  #last: Promise<void>

  constructor(options: ImportsOptions) {
    this.#options = options
    this.#announcer = new Announcer(() => this.list(), options.onChange, tellIntervalMs)
    this.#last = removeStale(options.modelsFolder(), options.now())
  }

  /** Those of this session that nobody has taken off the list, the first one first. */
  list(): ModelImport[] {
    return this.#jobs.map((job) => this.#view(job))
  }

  /** How large files are, and their models. Never throws. */
  async weigh(paths: readonly string[]): Promise<FilesWeight> {
    const sizeOf = (path: string): Promise<number | null> =>
      stat(path).then(
        ({ size }) => size,
        () => null,
      )
    const [sizes, models] = await Promise.all([Promise.all(paths.map(sizeOf)), modelsOf(paths)])
    return { sizes, totalBytes: totalOf(models), fileCount: filesOf(models) }
  }

  /** Begins to copy or move files. Never throws: what is wrong with single files is part of how it ends. */
  async begin(paths: readonly string[], way: ModelImport['way']): Promise<ModelImport> {
    const models = await modelsOf(paths)
    const shown: Job['shown'] = {
      id: crypto.randomUUID(),
      way,
      name: basename(models[0]?.path ?? ''),
      fileCount: filesOf(models),
      filesDone: 0,
      sizeBytes: totalOf(models),
      doneBytes: 0,
      state: 'running',
      failures: [],
      modelIds: [],
    }
    const job: Job = {
      shown,
      speed: new TransferSpeed(),
      models,
      cancel: new AbortController(),
      over: Promise.resolve(),
    }
    this.#jobs.push(job)
    while (this.#jobs.length > keptJobs && this.#jobs[0]?.shown.state !== 'running') this.#jobs.shift()
    const begun = this.#view(job)
    job.over = this.#last.then(() => this.#run(job))
    this.#last = job.over
    this.#announcer.stir(true)
    return begun
  }

  /** Ends it; what is through stays. Settled when nothing is half there. One that is over is left as it is. */
  async cancel(importId: string): Promise<void> {
    const job = this.#jobs.find(({ shown }) => shown.id === importId)
    if (job?.shown.state !== 'running') return
    job.cancel.abort()
    await job.over
  }

  /** Takes one that is over off the list; one that runs is left as it is. */
  dismiss(importId: string): void {
    const index = this.#jobs.findIndex(({ shown }) => shown.id === importId && shown.state !== 'running')
    if (index === -1) return
    this.#jobs.splice(index, 1)
    this.#announcer.stir(true)
  }

  /** Ends all of them. Settled when nothing is half there. */
  async close(): Promise<void> {
    for (const { cancel } of this.#jobs) cancel.abort()
    await this.#last
    this.#announcer.close()
  }

  async #run(job: Job): Promise<void> {
    const { shown, models, cancel } = job
    let doneBefore = 0
    for (const { path, bytes } of models) {
      if (cancel.signal.aborted) break
      try {
        shown.modelIds.push(await this.#importOne(job, path))
      } catch (error) {
        if (cancel.signal.aborted) break
        shown.failures.push({ path, failure: failureOf(error) })
      }
      doneBefore += bytes
      shown.doneBytes = doneBefore
      shown.filesDone += partsOf(path).length
      this.#announcer.stir()
    }
    shown.state = cancel.signal.aborted ? 'cancelled' : 'done'
    this.#announcer.stir(true)
  }

  #view({ shown, speed }: Job): ModelImport {
    const { state, sizeBytes, doneBytes, failures, modelIds } = shown
    const pace = state === 'running' ? speed.pace(sizeBytes - doneBytes, this.#options.now()) : standingStill
    return { ...shown, ...pace, failures: [...failures], modelIds: [...modelIds] }
  }

  /** Answers the model's id. */
  async #importOne({ shown, speed, cancel }: Job, path: string): Promise<string> {
    const { library, modelsFolder, now } = this.#options
    const known = library.at(path)
    if (known?.source === 'folder' && !known.failure) return known.id
    if (shown.way === 'move' && known) this.#refuseMove(known.id, known.source)
    const target = await importModel({
      path,
      way: shown.way,
      folder: resolve(modelsFolder()),
      signal: cancel.signal,
      onFile: (name) => {
        shown.name = name
        this.#announcer.stir()
      },
      onBytes: (count) => {
        shown.doneBytes += count
        speed.add(count, now())
        this.#announcer.stir()
      },
    })
    if (shown.way === 'move') library.moved(path, target)
    await library.scan()
    return modelIdOf(target)
  }

  #refuseMove(modelId: string, source: string): void {
    const { state } = this.#options.loader
    if (state.phase !== 'idle' && state.phase !== 'failed' && state.modelId === modelId)
      throw new FailureError({ code: 'MODEL_IN_USE', data: { modelId } })
    if (source !== 'added') throw new FailureError({ code: 'MODEL_NOT_OURS', data: { modelId } })
  }
}

/** Each model once, whichever of its files are named. */
function modelsOf(paths: readonly string[]): Promise<SizedModel[]> {
  const firsts = [...new Set(paths.map((path) => firstPartOf(resolve(path))))]
  return Promise.all(firsts.map(async (path) => ({ path, bytes: await wholeSize(path) })))
}

function totalOf(models: readonly SizedModel[]): number {
  return models.reduce((sum, { bytes }) => sum + bytes, 0)
}

function filesOf(models: readonly SizedModel[]): number {
  return models.reduce((count, { path }) => count + partsOf(path).length, 0)
}

/** Removes what an application that was killed left on its way. */
async function removeStale(folder: string, now: number): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((candidate) => candidate.endsWith(stagedSuffix))) {
    const path = join(folder, name)
    const stats = await stat(path).catch(() => null)
    if (stats?.isFile() && now - Math.max(stats.mtimeMs, stats.ctimeMs) > staleMs)
      await rm(path, { force: true }).catch(() => undefined)
  }
}
