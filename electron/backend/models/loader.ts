import { Breaker } from '../../contract/breaker.ts'
import { failureOfCall } from '../../contract/client.ts'
import { isAnswerOfEngine, type EngineClient } from '../../contract/engine-client.ts'
import { FailureError, failureOf, type Failure } from '../../contract/failure.ts'
import type { ProcessEnd } from '../../contract/host.ts'
import type { ChatFormatName, EngineState, GraphicsMemory, LoadedModel } from '../../contract/model.ts'
import type { EngineStarter, StartedEngine } from './engine-starter.ts'
import type { LibraryModel, ModelLibrary } from './library.ts'
import type { LoadJournal } from './load-journal.ts'

/** A model in the memory of an engine process of its own. */
export interface LoadedEngine {
  modelId: string
  loaded: LoadedModel
  client: EngineClient
  /** Aborted when the process is gone: to be given to every call, because a call to a dead process never answers. */
  gone: AbortSignal
  /** Ends the process without asking it. */
  end(): void
  /** Settled when the process is gone: what to say of it. */
  crash: Promise<Failure>
}

/** Who wants a model: the person, or the application by itself, which gives up sooner. */
export type Wish = 'asked' | 'unasked'

/** What the loader stands on. */
export interface LoaderOptions {
  starter: EngineStarter
  library: ModelLibrary
  journal: LoadJournal
  settings: () => { contextSize: number | null; threads: number | null }
  now: () => number
  /** What graphics cards this computer has is known. */
  onGraphics: (graphics: GraphicsMemory | null) => void
  onState: (state: EngineState) => void
}

interface Request {
  path: string
  contextSize: number | null
  threads: number | null
  chatFormat: ChatFormatName
}

/** The one place for a model: what is being loaded, or is. */
interface Slot {
  model: LibraryModel
  request: Request
  /** Aborted when the slot is given up; its process is ended then, whatever it does. */
  released: AbortController
  /** A person wants it. */
  isAsked: boolean
  engine: Promise<LoadedEngine>
  /** Settled when no process of it is left; null: there never was one. */
  ended: PromiseWithResolvers<ProcessEnd | null>
  crash: Promise<Failure>
  process: StartedEngine | null
  isLoaded: boolean
  /** When progress was last told (ms). */
  progressAt: number
}

const progressIntervalMs = 100
const maxCrashes = 3
/** A large model takes a minute to load: what crashes right after it must still be noticed to crash again and again. */
const crashWindowMs = 600_000

/**
 * What a call to the engine ended with. A lost process is waited for, so that the answer says how it ended. One that says what its contract does
 * not have is in a state that nobody knows: it is ended, and has crashed like any other.
 */
export async function failureOfEngine(engine: Pick<LoadedEngine, 'end' | 'crash'>, error: unknown): Promise<Failure> {
  if (isAnswerOfEngine(error)) return failureOfCall(error)
  engine.end()
  return engine.crash
}

/** Loads one model at a time, each into an engine process of its own, and starts it again when it crashed. */
export class ModelLoader {
  readonly #options: LoaderOptions
  readonly #breaker = new Breaker(maxCrashes, crashWindowMs)
  #slot: Slot | null = null
  #vacated: Promise<unknown> = Promise.resolve()
  #state: EngineState = { phase: 'idle' }
  /** Until its driver ends a process. */
  #mayUseGpu = true

  constructor(options: LoaderOptions) {
    this.#options = options
  }

  get state(): EngineState {
    return this.#state
  }

  /**
   * The model, loaded: at once if it is, else after ending what is loaded instead. Throws MODEL_UNKNOWN, MODEL_FILE_MISSING,
   * MODEL_FILE_CORRUPT, MODEL_TOO_LARGE, MODEL_LOAD_FAILED, MODEL_LOAD_CANCELLED, ENGINE_CRASHED or ENGINE_UNSTABLE.
   */
  async ready(modelId: string, wish: Wish): Promise<LoadedEngine> {
    const model = this.#options.library.usable(modelId)
    const request: Request = {
      path: model.path,
      ...this.#loadSettings(),
      chatFormat: this.#options.library.chatFormat(modelId),
    }
    if (this.#slot && isSame(this.#slot.request, request)) {
      this.#slot.isAsked ||= wish === 'asked'
      return this.#slot.engine
    }
    this.#respectLoading(modelId, wish)
    this.#respectBreaker(modelId, wish)
    this.#respectDistrust(modelId, wish)
    this.#release()
    this.#slot = this.#open(model, request, wish)
    return this.#slot.engine
  }

  /**
   * Loads the model as the application starts: only one that fits with room to spare, and not one that ended the engine when it was last
   * loaded or used; then it says why and waits to be asked.
   */
  async preload(modelId: string): Promise<void> {
    // A page that comes back must not take the model away from an answer that is being written.
    if (this.#slot) return
    const distrust = this.#options.journal.distrust(modelId)
    if (distrust) return this.#setState({ phase: 'failed', modelId, failure: distrust })
    if (this.#options.library.estimate(modelId, this.#loadSettings().contextSize)?.fit !== 'fits') return
    await this.ready(modelId, 'unasked')
  }

  /** The model that is loaded or being loaded; null: none is. */
  loaded(): Promise<LoadedEngine> | null {
    return this.#slot?.engine ?? null
  }

  /** Ends what is loaded or being loaded. Settled when its memory is free. */
  async unload(): Promise<void> {
    this.#release()
    this.#setState({ phase: 'idle' })
    await this.#vacated
  }

  #loadSettings(): Pick<Request, 'contextSize' | 'threads'> {
    const { contextSize, threads } = this.#options.settings()
    return { contextSize, threads }
  }

  #setState(state: EngineState): void {
    this.#state = state
    this.#options.onState(state)
  }

  /** What a person is waiting for is not taken away by what nobody asked for. */
  #respectLoading(modelId: string, wish: Wish): void {
    if (wish === 'unasked' && this.#slot?.isAsked && !this.#slot.isLoaded)
      throw new FailureError({ code: 'MODEL_LOAD_CANCELLED', data: { modelId } })
  }

  #respectBreaker(modelId: string, wish: Wish): void {
    if (this.#state.phase !== 'failed' || this.#state.failure.code !== 'ENGINE_UNSTABLE') return
    if (wish === 'asked') this.#breaker.reset()
    else if (this.#state.modelId === modelId) throw new FailureError(this.#state.failure)
  }

  /** A model that ended the engine is not loaded again unasked, in this run of the application or the next. */
  #respectDistrust(modelId: string, wish: Wish): void {
    const distrust = wish === 'unasked' && this.#options.journal.distrust(modelId)
    if (distrust) throw new FailureError(distrust)
  }

  #release(): void {
    if (!this.#slot) return
    this.#slot.released.abort()
    this.#vacated = Promise.allSettled([this.#slot.ended.promise, this.#slot.engine])
    this.#slot = null
  }

  #open(model: LibraryModel, request: Request, wish: Wish): Slot {
    const ended = Promise.withResolvers<ProcessEnd | null>()
    const slot: Slot = {
      model,
      request,
      released: new AbortController(),
      isAsked: wish === 'asked',
      ended,
      crash: ended.promise.then((end) => this.#ended(slot, end)),
      engine: this.#vacated.then(() => this.#load(slot)),
      process: null,
      isLoaded: false,
      progressAt: 0,
    }
    this.#setState({ phase: 'loading', modelId: model.id, progress: 0 })
    slot.engine.catch((error: unknown) => this.#loadFailed(slot, failureOf(error)))
    return slot
  }

  async #load(slot: Slot): Promise<LoadedEngine> {
    try {
      slot.released.signal.throwIfAborted()
      return await this.#loadIntoProcess(slot)
    } catch (error) {
      if (!slot.process) slot.ended.resolve(null)
      throw new FailureError(await this.#whyNotLoaded(slot, error))
    }
  }

  async #loadIntoProcess(slot: Slot): Promise<LoadedEngine> {
    this.#options.journal.begins(slot.model.id)
    const { process, gone } = await this.#openProcess(slot)
    // Only now it is known what graphics cards take of it.
    const contextSize = this.#contextSizeThatFits(slot)
    let loaded: LoadedModel | null = null
    for await (const event of await process.client.load({ ...slot.request, contextSize }, { signal: gone })) {
      if (event.type === 'ready') loaded = event.loaded
      else this.#progress(slot, event.progress)
    }
    if (!loaded) throw new Error('the engine ended its loading without a word')
    return this.#loaded(slot, process, loaded, gone)
  }

  /** A process in which llama.cpp is open. A graphics driver that ends it is done without, until the application starts again. */
  async #openProcess(slot: Slot): Promise<{ process: StartedEngine; gone: AbortSignal }> {
    const process = await this.#options.starter.start()
    slot.process = process
    const gone = new AbortController()
    void process.ended.then(() => gone.abort(new Error('the engine process is gone')))
    if (slot.released.signal.aborted) process.end()
    slot.released.signal.addEventListener('abort', () => process.end())
    const gpu = this.#mayUseGpu
    try {
      this.#options.onGraphics(await process.client.open({ gpu }, { signal: gone.signal }))
    } catch (error) {
      if (!gpu || !gone.signal.aborted || slot.released.signal.aborted) throw error
      this.#mayUseGpu = false
      return await this.#openProcess(slot)
    } finally {
      if (slot.process === process) void process.ended.then((end) => slot.ended.resolve(end))
    }
    return { process, gone: gone.signal }
  }

  async #whyNotLoaded(slot: Slot, error: unknown): Promise<Failure> {
    const { id: modelId } = slot.model
    if (slot.released.signal.aborted) return { code: 'MODEL_LOAD_CANCELLED', data: { modelId } }
    if (error instanceof FailureError || !slot.process) return failureOf(error)
    return failureOfEngine({ end: () => slot.process?.end(), crash: slot.crash }, error)
  }

  /** The context to load with, in tokens; null where the file does not tell what it takes. Throws MODEL_TOO_LARGE. */
  #contextSizeThatFits({ model, request }: Slot): number | null {
    const estimate = this.#options.library.estimate(model.id, request.contextSize)
    if (estimate?.fit !== 'will-not-fit') return request.contextSize ?? estimate?.contextSize ?? null
    const { totalBytes: neededBytes, availableBytes } = estimate
    throw new FailureError({ code: 'MODEL_TOO_LARGE', data: { path: model.path, neededBytes, availableBytes } })
  }

  #progress(slot: Slot, progress: number): void {
    const now = this.#options.now()
    // That all is read is told however soon it comes: what is left then, the first computation, can take seconds.
    const isSoon = progress < 1 && now - slot.progressAt < progressIntervalMs
    if (this.#slot !== slot || isSoon) return
    slot.progressAt = now
    this.#setState({ phase: 'loading', modelId: slot.model.id, progress })
  }

  #loaded(slot: Slot, process: StartedEngine, loaded: LoadedModel, gone: AbortSignal): LoadedEngine {
    slot.released.signal.throwIfAborted()
    gone.throwIfAborted()
    const modelId = slot.model.id
    slot.isLoaded = true
    this.#options.journal.loaded(modelId, slot.isAsked ? this.#options.now() : null)
    this.#setState({ phase: 'ready', modelId, loaded })
    return { modelId, loaded, client: process.client, gone, end: () => process.end(), crash: slot.crash }
  }

  /** A load that did not succeed: its process is ended, if there still is one. */
  #loadFailed(slot: Slot, failure: Failure): void {
    const isCrash = failure.code === 'ENGINE_CRASHED' || failure.code === 'ENGINE_UNSTABLE'
    if (!isCrash) this.#options.journal.gaveUp(slot.model.id)
    slot.released.abort()
    if (this.#slot !== slot) return
    this.#release()
    this.#setState({ phase: 'failed', modelId: slot.model.id, failure })
  }

  /** The slot's process is gone. What crashed while it was used is loaded again by itself, until it happens too often. */
  #ended(slot: Slot, end: ProcessEnd | null): Failure {
    const { exitCode, signal } = end ?? { exitCode: null, signal: null }
    if (end === null || slot.released.signal.aborted) return { code: 'ENGINE_CRASHED', data: { exitCode, signal } }
    const modelId = slot.model.id
    const mayRestart = this.#breaker.crashed(this.#options.now())
    const failure: Failure = mayRestart
      ? { code: 'ENGINE_CRASHED', data: { exitCode, signal } }
      : { code: 'ENGINE_UNSTABLE', data: { crashes: this.#breaker.crashes, exitCode, signal } }
    if (!slot.isLoaded) {
      this.#options.journal.crashed(modelId, { exitCode, signal })
      return failure
    }
    if (!mayRestart) this.#options.journal.givenUp(modelId, this.#breaker.crashes, { exitCode, signal })
    this.#release()
    this.#setState({ phase: 'failed', modelId, failure })
    if (mayRestart) void this.ready(modelId, 'unasked').catch(() => undefined)
    return failure
  }
}

function isSame(a: Request, b: Request): boolean {
  return (
    a.path === b.path && a.contextSize === b.contextSize && a.threads === b.threads && a.chatFormat === b.chatFormat
  )
}
