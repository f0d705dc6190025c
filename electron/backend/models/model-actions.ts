import { resolve } from 'node:path'
import { FailureError, failureOf, type Failure } from '../../contract/failure.ts'
import type { EngineState, MemoryEstimate, Model } from '../../contract/model.ts'
import type { SettingsStore } from '../settings/settings.ts'
import type { AddedFile } from '../store/models.ts'
import type { ModelLibrary } from './library.ts'
import type { ModelLoader } from './loader.ts'

/** What became of one file that was to be added. */
export type Added =
  | { result: 'added'; path: string; model: Model }
  | { result: 'refused'; path: string; failure: Failure }

/** The engine's other users, who have to make way. */
interface EngineUsers {
  /**
   * Runs it when the engine is not needed by anybody before; `cancelled`: it is not going to be run. Answers how to cancel it while it
   * waits.
   */
  inTurn(run: () => Promise<void>, cancelled: () => void): () => void
  /** Stops all answers that this model writes or is to write. */
  stopOfModel(modelId: string): Promise<void>
}

/** What the actions on models stand on. */
export interface ModelContext {
  library: ModelLibrary
  loader: ModelLoader
  settings: SettingsStore
  users: EngineUsers
}

/** A load that waits for its turn. */
interface WaitingLoad {
  modelId: string
  cancel: () => void
}

/** What a person does with models. */
export class ModelActions {
  readonly #context: ModelContext
  readonly #waiting = new Set<WaitingLoad>()

  constructor(context: ModelContext) {
    this.#context = context
  }

  /** All of them as they are known now; the disk is not looked at. */
  list(): Model[] {
    return this.#context.library.list(this.#context.settings.get().contextSize)
  }

  /** Looks at the disk again; what changed is told. */
  refresh(): Promise<void> {
    return this.#context.library.scan()
  }

  /** Adds files in place, each by itself. Throws STORAGE_FAILED. */
  async add(paths: string[]): Promise<Added[]> {
    const results: Added[] = []
    for (const path of paths) results.push(await this.addOne(resolve(path)))
    return results
  }

  /** Forgets a file that was added or adopted, unloading it first. Throws MODEL_UNKNOWN, STORAGE_FAILED. */
  async forget(modelId: string): Promise<void> {
    this.#context.library.forget(modelId)
    if (this.#hasPlace(modelId)) await this.#unload(modelId)
  }

  /**
   * Loads it when the answers that were asked for before are written, in the place of another model that waits for that, too. Only the
   * beginning has a turn: an answer that is asked for while it is loaded waits for the model, not for the turn. Throws what
   * `ModelLoader.ready` throws.
   */
  load(modelId: string): Promise<EngineState> {
    for (const load of this.#waiting) if (load.modelId !== modelId) load.cancel()
    const loaded = Promise.withResolvers<EngineState>()
    const load: WaitingLoad = { modelId, cancel: () => undefined }
    this.#waiting.add(load)
    load.cancel = this.#context.users.inTurn(
      async () => {
        this.#waiting.delete(load)
        loaded.resolve(this.#load(modelId))
      },
      () => {
        this.#waiting.delete(load)
        loaded.reject(new FailureError({ code: 'MODEL_LOAD_CANCELLED', data: { modelId } }))
      },
    )
    return loaded.promise
  }

  /** Unloads, or cancels the loading. Answers that need the model are stopped. */
  async unload(): Promise<void> {
    const { state } = this.#context.loader
    if (state.phase !== 'idle') await this.#unload(state.modelId)
  }

  /** Throws MODEL_UNKNOWN. */
  estimate(modelId: string, contextSize: number | null): MemoryEstimate | null {
    return this.#context.library.estimate(modelId, contextSize)
  }

  async #unload(modelId: string): Promise<void> {
    const { users, loader } = this.#context
    for (const load of this.#waiting) if (load.modelId === modelId) load.cancel()
    await users.stopOfModel(modelId)
    // An answer that waited for another model may have taken the place by now.
    if (this.#hasPlace(modelId)) await loader.unload()
  }

  /** Whether it is loaded, or being loaded, or was and failed. */
  #hasPlace(modelId: string): boolean {
    const { state } = this.#context.loader
    return state.phase !== 'idle' && state.modelId === modelId
  }

  async #load(modelId: string): Promise<EngineState> {
    const { loaded } = await this.#context.loader.ready(modelId, 'asked')
    return { phase: 'ready', modelId, loaded }
  }

  /** Adds a file in place; `adopted`: as another application's. Throws STORAGE_FAILED. */
  async addOne(path: string, adopted?: Pick<AddedFile, 'application' | 'name'>): Promise<Added> {
    try {
      const id = await this.#context.library.add(path, adopted)
      const model = this.list().find((candidate) => candidate.id === id)
      if (!model) throw new FailureError({ code: 'MODEL_UNKNOWN', data: { modelId: id } })
      return { result: 'added', path, model }
    } catch (error) {
      const failure = failureOf(error)
      if (failure.code === 'STORAGE_FAILED') throw error
      return { result: 'refused', path, failure }
    }
  }
}
