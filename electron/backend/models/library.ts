import { join, resolve, sep } from 'node:path'
import { FailureError } from '../../contract/failure.ts'
import type { MemoryEstimate, Model } from '../../contract/model.ts'
import type { Store } from '../store/database.ts'
import type { CachedHeader, ModelTables } from '../store/models.ts'
import { readBuiltInModel, type BuiltInModel } from './built-in.ts'
import { findModelFiles } from './folder.ts'
import { corrupt } from './gguf-reader.ts'
import { estimateMemory, type ComputerMemory } from './memory.ts'
import {
  firstPartOf,
  inspectModelFile,
  modelIdOf,
  nameFromPath,
  parseHeader,
  type HeaderCache,
  type ModelFile,
} from './model-file.ts'

/** A model of the library: a file, where it was found, and what the application itself knows of it. */
export interface LibraryModel extends ModelFile {
  id: string
  name: string
  source: Model['source']
  license: string | null
  languages: string[]
  recommended: Model['recommended']
}

/** What the library stands on. */
export interface LibraryOptions {
  store: Store
  tables: ModelTables
  builtInModelFolder: string
  modelsFolder: () => string
  computer: () => ComputerMemory
  now: () => number
  /** The library is not what it was. */
  onChange: () => void
}

/** What belongs to another model (an image encoder) and is no model to talk with. */
const companions = ['clip']

/** All models on this computer that the application knows of: the built-in one, those in the models folder, those that were added. */
export class ModelLibrary {
  readonly #options: LibraryOptions
  readonly #headers: Map<string, CachedHeader>
  #builtIn: BuiltInModel | null = null
  #models: ReadonlyMap<string, LibraryModel> = new Map()
  #scanning: Promise<void> | null = null
  #scanAgain = false
  /** Grows with what a person adds and forgets: a look at the disk that was under way then does not know of it. */
  #edition = 0

  constructor(options: LibraryOptions) {
    this.#options = options
    this.#headers = new Map(options.tables.headers().map((header) => [header.path, header]))
  }

  /** Knows the built-in model and, without touching the disk, all that were there the last time; then looks. */
  async start(): Promise<void> {
    this.#builtIn = await readBuiltInModel(this.#options.builtInModelFolder)
    const builtIn = await this.#builtInModel()
    const remembered = [...this.#headers.values()]
      .filter((header) => firstPartOf(header.path) === header.path && header.path !== builtIn?.path)
      .map((header) => ({ path: header.path, sizeBytes: header.size, ...parsed(header) }))
      .filter((file) => !isCompanion(file))
      .map((file) => this.#model(file))
    this.#models = byId([...(builtIn ? [builtIn] : []), ...remembered])
    void this.scan()
  }

  /** Id of the model inside the application; '' when there is none. */
  get builtInId(): string {
    return this.#builtIn?.id ?? ''
  }

  /** What the data file of the model inside the application says; null when there is none. */
  get builtIn(): BuiltInModel | null {
    return this.#builtIn
  }

  get(modelId: string): LibraryModel | undefined {
    return this.#models.get(modelId)
  }

  /** A model that can be loaded. Throws MODEL_UNKNOWN, or what is wrong with its file. */
  usable(modelId: string): LibraryModel {
    const model = this.#models.get(modelId)
    if (!model) throw new FailureError({ code: 'MODEL_UNKNOWN', data: { modelId } })
    if (model.failure) throw new FailureError(model.failure)
    return model
  }

  /** All of them: the built-in one first, then by name. */
  list(contextSize: number | null): Model[] {
    const computer = this.#options.computer()
    const lastUsed = this.#options.tables.lastUsed()
    return [...this.#models.values()].map((model) => ({
      id: model.id,
      name: model.name,
      path: model.path,
      source: model.source,
      sizeBytes: model.sizeBytes,
      architecture: model.summary?.architecture ?? null,
      parameters: model.summary?.parameters ?? null,
      quantization: model.summary?.quantization ?? null,
      contextLength: model.summary?.contextLength ?? null,
      license: model.license,
      languages: model.languages,
      recommended: model.recommended,
      estimate: estimate(model, contextSize, computer),
      failure: model.failure,
      lastUsedAt: lastUsed.get(model.id) ?? null,
    }))
  }

  /** Expected memory, or null where the file does not tell. Throws MODEL_UNKNOWN. */
  estimate(modelId: string, contextSize: number | null): MemoryEstimate | null {
    const model = this.#models.get(modelId)
    if (!model) throw new FailureError({ code: 'MODEL_UNKNOWN', data: { modelId } })
    return estimate(model, contextSize, this.#options.computer())
  }

  /** Adds a file in place. Answers its model's id. Throws what is wrong with it; then nothing has changed. */
  async add(path: string): Promise<string> {
    const file = await inspectModelFile(firstPartOf(path), this.#cache())
    if (file.failure) throw new FailureError(file.failure)
    if (isCompanion(file)) throw corrupt(path, 'metadata', 'it belongs to another model and cannot talk')
    const known = [...this.#models.values()].find((model) => model.path === file.path)
    if (known) {
      // It was away, or damaged, when it was looked at.
      if (known.failure) await this.scan()
      return known.id
    }
    this.#options.store.write(() => this.#options.tables.addPath(file.path, this.#options.now()))
    this.#edition++
    const model = this.#model(file)
    this.#replace([...this.#models.values(), model])
    return model.id
  }

  /** Forgets a file that was added. Throws MODEL_UNKNOWN for any other. */
  forget(modelId: string): void {
    const model = this.#models.get(modelId)
    if (model?.source !== 'added') throw new FailureError({ code: 'MODEL_UNKNOWN', data: { modelId } })
    this.#options.store.write(() => {
      this.#options.tables.forgetPath(model.path)
      this.#options.tables.dropHeader(model.path)
    })
    this.#edition++
    this.#headers.delete(model.path)
    this.#replace([...this.#models.values()].filter((other) => other.id !== modelId))
  }

  /** Looks at the disk again; several wishes at once are one look. */
  scan(): Promise<void> {
    this.#scanAgain = true
    this.#scanning ??= this.#scanUntilQuiet().finally(() => (this.#scanning = null))
    return this.#scanning
  }

  async #scanUntilQuiet(): Promise<void> {
    while (this.#scanAgain && this.#options.store.db.open) {
      this.#scanAgain = false
      await this.#look()
    }
  }

  async #look(): Promise<void> {
    const edition = this.#edition
    const folder = this.#folder()
    const added = this.#options.tables.addedPaths()
    const builtIn = await this.#builtInModel()
    const found = await findModelFiles(folder)
    const inFolder = found ?? this.#rememberedIn(folder)
    const paths = new Set([...inFolder.map(firstPartOf), ...added])
    const models: LibraryModel[] = builtIn ? [builtIn] : []
    for (const path of paths) {
      const file = await inspectModelFile(path, this.#cache())
      // A file that is not there any more, in a folder that is, was removed; one that was added may come back.
      const removed = file.failure?.code === 'MODEL_FILE_MISSING' && found !== null && this.#isInFolder(path)
      if (!removed && !isCompanion(file) && path !== builtIn?.path) models.push(this.#model(this.#remembering(file)))
    }
    if (edition !== this.#edition) {
      this.#scanAgain = true
      return
    }
    this.#replace(models)
    this.#dropHeadersExcept(new Set([...paths, ...inFolder, ...(builtIn ? [builtIn.path] : [])]))
  }

  async #builtInModel(): Promise<LibraryModel | null> {
    const builtIn = this.#builtIn
    if (!builtIn) return null
    const file = await inspectModelFile(builtIn.path, this.#cache())
    const { id, name, license, languages, systemPrompt, sampling } = builtIn
    return { ...file, id, name, license, languages, source: 'built-in', recommended: { systemPrompt, sampling } }
  }

  #model(file: ModelFile): LibraryModel {
    return {
      ...file,
      id: modelIdOf(file.path),
      name: file.summary?.name ?? nameFromPath(file.path),
      source: this.#isInFolder(file.path) ? 'folder' : 'added',
      license: file.summary?.license ?? null,
      languages: file.summary?.languages ?? [],
      recommended: { systemPrompt: null, sampling: file.summary?.sampling ?? {} },
    }
  }

  /** A file that is away is still known by what was read of it before. */
  #remembering(file: ModelFile): ModelFile {
    const cached = file.failure?.code === 'MODEL_FILE_MISSING' ? this.#headers.get(file.path) : undefined
    return cached ? { ...file, sizeBytes: cached.size, summary: parsed(cached).summary } : file
  }

  #folder(): string {
    return resolve(this.#options.modelsFolder())
  }

  #isInFolder(path: string): boolean {
    return path.startsWith(join(this.#folder(), sep))
  }

  #rememberedIn(folder: string): string[] {
    return [...this.#headers.keys()].filter((path) => path.startsWith(join(folder, sep)))
  }

  #cache(): HeaderCache {
    return {
      get: (path) => this.#headers.get(path),
      set: (header) => {
        this.#headers.set(header.path, header)
        this.#options.store.note(() => this.#options.tables.cacheHeader(header))
      },
    }
  }

  #dropHeadersExcept(wanted: ReadonlySet<string>): void {
    const stale = [...this.#headers.keys()].filter((path) => !wanted.has(path) && !wanted.has(firstPartOf(path)))
    if (stale.length === 0) return
    this.#options.store.note(() => stale.forEach((path) => this.#options.tables.dropHeader(path)))
    stale.forEach((path) => this.#headers.delete(path))
  }

  #replace(models: LibraryModel[]): void {
    const before = JSON.stringify([...this.#models.values()])
    this.#models = byId(models)
    if (JSON.stringify([...this.#models.values()]) !== before) this.#options.onChange()
  }
}

function parsed(header: CachedHeader): Pick<ModelFile, 'summary' | 'failure'> {
  return parseHeader(header) ?? { summary: null, failure: null }
}

function isCompanion(file: ModelFile): boolean {
  return companions.includes(file.summary?.architecture ?? '')
}

function byId(models: LibraryModel[]): ReadonlyMap<string, LibraryModel> {
  const rank = (model: LibraryModel): number => (model.source === 'built-in' ? 0 : 1)
  const ordered = models.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
  return new Map(ordered.map((model) => [model.id, model]))
}

function estimate(model: LibraryModel, contextSize: number | null, computer: ComputerMemory): MemoryEstimate | null {
  return model.summary && estimateMemory(model.summary, contextSize, computer)
}
