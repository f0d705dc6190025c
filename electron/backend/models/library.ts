import { dirname, join, resolve, sep } from 'node:path'
import { firstPartOf } from '../../child/model-parts.ts'
import { FailureError } from '../../contract/failure.ts'
import type { ChatFormatName, MemoryEstimate, Model } from '../../contract/model.ts'
import type { Store } from '../store/database.ts'
import type { Calibration } from '../store/calibrations.ts'
import type { ModelFactsTable } from '../store/model-facts.ts'
import type { AddedFile, CachedHeader, ModelTables } from '../store/models.ts'
import { readBuiltInModel, type BuiltInModel } from './built-in.ts'
import { findModelFiles } from './folder.ts'
import { describeModel, estimateOf, shownName } from './library-view.ts'
import type { ComputerMemory } from './memory.ts'
import {
  deviceOf,
  inspectModelFile,
  modelIdOf,
  nameFromPath,
  rememberedModelFile,
  type HeaderCache,
  type ModelFile,
} from './model-file.ts'

/** A model of the library: a file, where it was found, and what the application itself knows of it. */
export interface LibraryModel extends ModelFile {
  id: string
  /** Unless the person calls it something else. */
  name: string
  source: Model['source']
  /** Whose it is; null: the person's, or ours. */
  application: string | null
  license: string | null
  languages: string[]
  recommended: Model['recommended']
}

/** What the library stands on. */
export interface LibraryOptions {
  store: Store
  tables: ModelTables
  facts: ModelFactsTable
  builtInModelFolder: string
  modelsFolder: () => string
  computer: () => ComputerMemory
  /** How fast this computer is; null before it was measured. */
  calibration: () => Calibration | null
  now: () => number
  /** The library is not what it was. */
  onChange: () => void
  /** A look at the disk failed. */
  onTrouble: (error: unknown) => void
}

const addedByHand = { application: null, name: null }

/** All models on this computer that the application knows of: the built-in one, those in the models folder, those that were added. */
export class ModelLibrary {
  readonly #options: LibraryOptions
  readonly #headers: Map<string, CachedHeader>
  /** What was read and is not stored yet: hundreds of them are stored at once. */
  #unsaved: CachedHeader[] = []
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
    this.#saveHeaders()
    const added = this.#added()
    const remembered = [...this.#headers.values()]
      .filter((header) => firstPartOf(header.path) === header.path && header.path !== builtIn?.path)
      .map((header) => rememberedModelFile(header.path, this.#cache()))
      .filter((file) => !isCompanion(file))
      .map((file) => this.#model(file, added.get(file.path)))
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

  /** What it is called wherever it is spoken of; null: it is not known. */
  nameOf(modelId: string): string | null {
    const model = this.get(modelId)
    return model ? shownName(model, this.#options.facts.of(modelId)) : null
  }

  /** A model that can be loaded. Throws MODEL_UNKNOWN, or what is wrong with its file. */
  usable(modelId: string): LibraryModel {
    const model = this.#known(modelId)
    if (model.failure) throw new FailureError(model.failure)
    return model
  }

  /** The model whose (first) file this is. */
  at(path: string): LibraryModel | undefined {
    return this.#models.get(modelIdOf(path)) ?? this.all().find((model) => model.path === path)
  }

  all(): LibraryModel[] {
    return [...this.#models.values()]
  }

  /** Files of models that are not where they were. */
  away(): string[] {
    return this.all().flatMap(({ path, failure }) => (failure?.code === 'MODEL_FILE_MISSING' ? [path] : []))
  }

  /** All of them as the page sees them: the built-in one first, then by name. */
  list(contextSize: number | null): Model[] {
    const computer = this.#options.computer()
    const calibration = this.#options.calibration()
    const facts = this.#options.facts.all()
    return this.all()
      .map((model) => describeModel(model, { facts: facts.get(model.id), contextSize, computer, calibration }))
      .toSorted(inOrder)
  }

  /** Expected memory, or null where the file does not tell. Throws MODEL_UNKNOWN. */
  estimate(modelId: string, contextSize: number | null): MemoryEstimate | null {
    const { memory } = this.#options.facts.of(modelId)
    return estimateOf(this.#known(modelId), contextSize, this.#options.computer(), memory)
  }

  /** Adds a file in place. Answers its model's id. Throws what is wrong with it; then nothing has changed. */
  async add(path: string, adopted: Pick<AddedFile, 'application' | 'name'> = addedByHand): Promise<string> {
    const file = await inspectModelFile(firstPartOf(path), this.#cache())
    this.#saveHeaders()
    if (file.failure) throw new FailureError(file.failure)
    const known = this.at(file.path)
    if (known) {
      // It was away, or damaged, when it was looked at.
      if (known.failure) await this.scan()
      return known.id
    }
    const added = { path: file.path, ...adopted }
    this.#options.store.write(() => this.#options.tables.add(added, this.#options.now()))
    this.#edition++
    const model = this.#model(file, added)
    this.#replace([...this.all(), model])
    return model.id
  }

  /** Forgets a file that was added or adopted, or any that is away. Throws MODEL_UNKNOWN for others. */
  forget(modelId: string): void {
    const model = this.#known(modelId)
    const isAway = model.failure?.code === 'MODEL_FILE_MISSING'
    if (model.source === 'built-in' || (model.source === 'folder' && !isAway))
      throw new FailureError({ code: 'MODEL_UNKNOWN', data: { modelId } })
    this.#strike(model, () => undefined)
  }

  /** Its files are gone for good: nothing of it is remembered. Throws MODEL_UNKNOWN, STORAGE_FAILED. */
  removed(modelId: string): void {
    this.#strike(this.#known(modelId), () => this.#options.facts.drop(modelId))
  }

  /** Its file was moved into the folder: what is known of it goes along. Throws STORAGE_FAILED. */
  moved(from: string, to: string): void {
    const model = this.at(from)
    if (model) this.#strike(model, () => this.#options.facts.move(model.id, modelIdOf(to)))
  }

  /** Another name for it; null: its own again. Throws MODEL_UNKNOWN, STORAGE_FAILED. */
  rename(modelId: string, name: string | null): void {
    const model = this.#known(modelId)
    this.#options.store.write(() => this.#options.facts.setName(modelId, name === model.name ? null : name))
    this.#options.onChange()
  }

  /** Which way chats are written out for it. */
  chatFormat(modelId: string): ChatFormatName {
    return this.#options.facts.of(modelId).chatFormat
  }

  /** Throws MODEL_UNKNOWN, STORAGE_FAILED. */
  setChatFormat(modelId: string, format: ChatFormatName): void {
    const { id } = this.#known(modelId)
    this.#options.store.write(() => this.#options.facts.setChatFormat(id, format))
    this.#options.onChange()
  }

  /** Takes it from the list and from what is remembered of the disk. */
  #strike(model: LibraryModel, alsoForget: () => void): void {
    const paths = [...this.#headers.keys()].filter((path) => firstPartOf(path) === model.path)
    this.#options.store.write(() => {
      this.#options.tables.forgetPath(model.path)
      paths.forEach((path) => this.#options.tables.dropHeader(path))
      alsoForget()
    })
    this.#edition++
    paths.forEach((path) => this.#headers.delete(path))
    this.#replace(this.all().filter((other) => other.id !== model.id))
  }

  #known(modelId: string): LibraryModel {
    const model = this.#models.get(modelId)
    if (!model) throw new FailureError({ code: 'MODEL_UNKNOWN', data: { modelId } })
    return model
  }

  /**
   * Looks at the disk again; several wishes at once are one look. Never fails: where it cannot be finished, the library stays what it was,
   * and that is told.
   */
  scan(): Promise<void> {
    this.#scanAgain = true
    this.#scanning ??= this.#scanUntilQuiet().finally(() => (this.#scanning = null))
    return this.#scanning
  }

  async #scanUntilQuiet(): Promise<void> {
    while (this.#scanAgain && this.#options.store.db.open) {
      this.#scanAgain = false
      await this.#look().catch(this.#options.onTrouble)
    }
  }

  async #look(): Promise<void> {
    const edition = this.#edition
    const folder = this.#folder()
    const added = this.#added()
    const builtIn = await this.#builtInModel()
    const found = await findModelFiles(folder)
    const away = await this.#away(folder, found)
    const inFolder = [...(found ?? []), ...away]
    const paths = new Set([...inFolder.map(firstPartOf), ...added.keys()])
    const models: LibraryModel[] = builtIn ? [builtIn] : []
    for (const path of paths) {
      const file = await inspectModelFile(path, this.#cache())
      // What was in the folder and is gone was removed, unless its disk is away; what was added may come back.
      const removed = !isThere(file) && !added.has(path) && !away.has(path)
      const isModel = !removed && !isCompanion(file) && path !== builtIn?.path
      if (isModel) models.push(this.#model(this.#remembering(file), added.get(path)))
    }
    this.#saveHeaders()
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
    const recommended = { systemPrompt, sampling }
    return { ...file, id, name, license, languages, source: 'built-in', application: null, recommended }
  }

  #added(): ReadonlyMap<string, AddedFile> {
    return new Map(this.#options.tables.added().map((file) => [file.path, file]))
  }

  #model(file: ModelFile, added: AddedFile | undefined): LibraryModel {
    const application = added?.application ?? null
    const elsewhere = application === null ? 'added' : 'adopted'
    return {
      ...file,
      id: modelIdOf(file.path),
      name: added?.name ?? file.summary?.name ?? nameFromPath(file.path),
      source: this.#isInFolder(file.path) && application === null ? 'folder' : elsewhere,
      application,
      license: file.summary?.license ?? null,
      languages: file.summary?.languages ?? [],
      recommended: { systemPrompt: null, sampling: file.summary?.sampling ?? {} },
    }
  }

  /** A file that is away is still known by what was read of it before. */
  #remembering(file: ModelFile): ModelFile {
    if (file.failure?.code !== 'MODEL_FILE_MISSING') return file
    return { ...rememberedModelFile(file.path, this.#cache()), failure: file.failure }
  }

  #folder(): string {
    return resolve(this.#options.modelsFolder())
  }

  #isInFolder(path: string): boolean {
    return path.startsWith(join(this.#folder(), sep))
  }

  /**
   * Files of the folder that are not found and may come back: the folder is not there, or where they were is now on another disk
   * than they, as with a disk that is not mounted.
   */
  async #away(folder: string, found: readonly string[] | null): Promise<ReadonlySet<string>> {
    const here = new Set(found)
    const missing = [...this.#headers.values()].filter(
      ({ path }) => path.startsWith(join(folder, sep)) && !here.has(path),
    )
    const away = new Set<string>()
    for (const { path, device } of missing) {
      const isAway = found === null || (device !== null && (await deviceOf(dirname(path))) !== device)
      if (isAway) away.add(path)
    }
    return away
  }

  #cache(): HeaderCache {
    return {
      get: (path) => this.#headers.get(path),
      set: (header) => {
        this.#headers.set(header.path, header)
        this.#unsaved.push(header)
      },
    }
  }

  #saveHeaders(): void {
    const headers = this.#unsaved
    this.#unsaved = []
    if (headers.length === 0) return
    this.#options.store.note(() => headers.forEach((header) => this.#options.tables.cacheHeader(header)))
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

/** Whether its first part is there: what gives a model its place puts that one there last. */
function isThere({ failure }: ModelFile): boolean {
  if (failure?.code === 'MODEL_PARTS_MISSING') return !failure.data.missing.includes(1)
  return failure?.code !== 'MODEL_FILE_MISSING'
}

/** Whether it is the image encoder beside another model, and no entry of a list. */
export function isCompanion(file: ModelFile): boolean {
  return file.summary?.otherKind === 'projector'
}

function byId(models: LibraryModel[]): ReadonlyMap<string, LibraryModel> {
  return new Map(models.toSorted(inOrder).map((model) => [model.id, model]))
}

type Ordered = Pick<Model, 'source' | 'name'>

function inOrder(a: Ordered, b: Ordered): number {
  const rank = ({ source }: Ordered): number => (source === 'built-in' ? 0 : 1)
  return rank(a) - rank(b) || a.name.localeCompare(b.name)
}
