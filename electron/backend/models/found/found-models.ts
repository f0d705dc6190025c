import { resolve } from 'node:path'
import { firstPartOf } from '../../../child/model-parts.ts'
import { FailureError, failureOf } from '../../../contract/failure.ts'
import type { ForeignApplication, FoundModel } from '../../../contract/import.ts'
import type { CachedHeader } from '../../store/models.ts'
import { isCompanion, type ModelLibrary } from '../library.ts'
import type { Added, ModelActions } from '../model-actions.ts'
import { inspectModelFile, nameFromPath, type ModelFile } from '../model-file.ts'
import { ContentComparison } from './content.ts'
import { gpt4All } from './gpt4all.ts'
import { huggingFace } from './hugging-face.ts'
import { jan } from './jan.ts'
import { lmStudio } from './lm-studio.ts'
import { ollama } from './ollama.ts'
import { placesOf, type Computer } from './places.ts'
import { Walk, type Finder, type FoundFile } from './walk.ts'

/** What looking for models of other applications stands on. */
export interface FoundModelsOptions {
  library: ModelLibrary
  actions: ModelActions
  computer: Computer
}

interface Candidate {
  application: ForeignApplication
  name: string | null
  file: ModelFile
}

/** Whose name is shown first where several keep the same content. */
const finders: readonly Finder[] = [lmStudio, ollama, jan, gpt4All, huggingFace]
const never = new AbortController().signal

/** Models that other applications keep on this computer. */
export class FoundModels {
  readonly #options: FoundModelsOptions
  readonly #comparison = new ContentComparison()
  readonly #headers = new Map<string, CachedHeader>()
  /** What was found the last time, by path. */
  #candidates: ReadonlyMap<string, Candidate> = new Map()

  constructor(options: FoundModelsOptions) {
    this.#options = options
  }

  /** Looks for them; each content is one of them. Throws the reason of `signal`. */
  async find(signal: AbortSignal = never): Promise<FoundModel[]> {
    const candidates = await this.#look(signal)
    const { library } = this.#options
    const known = library.all().filter(({ failure }) => failure === null)
    const sound = candidates.filter(({ file }) => file.failure === null).map(({ file }) => file)
    const sizes = new Set(sound.map(({ sizeBytes }) => sizeBytes))
    const compared = [...sound, ...known.filter(({ sizeBytes }) => sizes.has(sizeBytes))]
    const contents = await this.#comparison.identify(uniqueByPath(compared), signal)
    const inLibrary = new Map(known.map(({ id, path }) => [contents.get(path) ?? path, id]))
    const found = new Map<string, FoundModel>()
    for (const candidate of candidates) {
      const content = contents.get(candidate.file.path) ?? candidate.file.path
      const same = found.get(content)
      if (!same) found.set(content, describe(candidate, inLibrary.get(content) ?? null))
      else if (same.application !== candidate.application && !same.alsoIn.includes(candidate.application))
        same.alsoIn.push(candidate.application)
    }
    return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name))
  }

  /** Uses them in place, each by itself. Throws STORAGE_FAILED. */
  async adopt(paths: readonly string[]): Promise<Added[]> {
    const wanted = paths.map((path) => resolve(path))
    if (wanted.some((path) => !this.#candidates.has(path))) await this.#look(never)
    const results: Added[] = []
    for (const path of wanted) {
      const candidate = this.#candidates.get(path)
      results.push(candidate ? await this.#options.actions.addOne(path, candidate) : notFound(path))
    }
    return results
  }

  async #look(signal: AbortSignal): Promise<Candidate[]> {
    const places = placesOf(this.#options.computer)
    const walk = new Walk(signal)
    const candidates = new Map<string, Candidate>()
    for (const finder of finders)
      for (const file of await finder.find(places, walk)) await this.#consider(candidates, finder.application, file)
    this.#candidates = candidates
    return [...candidates.values()]
  }

  async #consider(
    candidates: Map<string, Candidate>,
    application: ForeignApplication,
    { path: found, name }: FoundFile,
  ): Promise<void> {
    const path = firstPartOf(resolve(found))
    if (candidates.has(path)) return
    const file = await inspectModelFile(path, this.#cache())
    const isGone = file.failure?.code === 'MODEL_FILE_MISSING'
    if (!isGone && !isCompanion(file)) candidates.set(path, { application, name, file })
  }

  #cache() {
    return {
      get: (path: string) => this.#headers.get(path),
      set: (header: CachedHeader) => void this.#headers.set(header.path, header),
    }
  }
}

function uniqueByPath(files: readonly { path: string; sizeBytes: number }[]): { path: string; sizeBytes: number }[] {
  return [...new Map(files.map((file) => [file.path, file])).values()]
}

function describe({ application, name, file }: Candidate, modelId: string | null): FoundModel {
  const { path, sizeBytes, summary, failure } = file
  return {
    path,
    application,
    alsoIn: [],
    name: name ?? summary?.name ?? nameFromPath(path),
    sizeBytes,
    parameters: summary?.parameters ?? null,
    quantization: summary?.quantization ?? null,
    architecture: summary?.architecture ?? null,
    contextLength: summary?.contextLength ?? null,
    license: summary?.license ?? null,
    modelId,
    failure,
  }
}

function notFound(path: string): Added {
  const error = new FailureError({ code: 'MODEL_FILE_MISSING', data: { path } })
  return { result: 'refused', path, failure: failureOf(error) }
}
