import type { LlamaModel } from 'node-llama-cpp'
import { EventQueue } from '../child/event-queue.ts'
import type { EngineGenerationEvent, EngineLoadEvent, Turn } from '../contract/engine.ts'
import type { GraphicsMemory } from '../contract/model.ts'
import { calibrate, type Calibration } from './calibration.ts'
import type { ChatFormat } from './chat-format.ts'
import { Conversation, type ExpectedQuestion } from './conversation.ts'
import { Generation, type GenerationRequest } from './generation.ts'
import { graphicsMemory, type LlamaLibrary } from './llama.ts'
import { loadModel, type LoadRequest } from './loading.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { writeTitle } from './title.ts'

interface Loaded {
  model: LlamaModel
  threads: number
  format: ChatFormat
  conversation: () => Conversation
}

interface Loading {
  cancel: AbortController
  /** Settled when nothing is being loaded any more, however it came to that. */
  over: Promise<void>
}

/** A title that had to give way is tried again this often. */
const titleAttempts = 5

/** What the process does: it holds one model and writes with it. */
export class EngineService {
  readonly #library: LlamaLibrary
  readonly #work = new OneAtATime()
  readonly #generations = new Map<string, Generation>()
  #loading: Loading | null = null
  #loaded: Loaded | null = null

  constructor(library: LlamaLibrary) {
    this.#library = library
  }

  /** Opens llama.cpp. Answers the graphics cards' memory. A failure is told by the next load. */
  async open(gpu: boolean): Promise<GraphicsMemory | null> {
    try {
      return await graphicsMemory(await this.#library.open(gpu))
    } catch {
      return null
    }
  }

  /** Loads a model, after ending what is there. Leaving the loop before `ready` cancels it. */
  async *load(request: LoadRequest, left: AbortSignal | undefined): AsyncGenerator<EngineLoadEvent, void, void> {
    const events = new EventQueue<EngineLoadEvent>()
    const before = this.#loading
    before?.cancel.abort()
    const cancel = new AbortController()
    const over = this.#unload(before).then(() => this.#load(request, cancel.signal, events))
    this.#loading = { cancel, over }
    try {
      yield* events.read(left)
    } finally {
      cancel.abort()
      await over
    }
  }

  /** Writes an answer. Leaving the loop stops it. */
  generate(
    generationId: string,
    request: GenerationRequest,
    left: AbortSignal | undefined,
  ): AsyncGenerator<EngineGenerationEvent, void, void> {
    const generation = new Generation(request, this.#ready().conversation())
    this.#generations.set(generationId, generation)
    left?.addEventListener('abort', () => generation.stop())
    if (left?.aborted) generation.stop()
    void this.#work.urgent(() => generation.run()).finally(() => this.#forget(generationId, generation))
    return generation.events(left)
  }

  /** Ends an answer at once. One that has ended already is left as it is. */
  stop(generationId: string): void {
    this.#generations.get(generationId)?.stop()
  }

  /** Reads what is certain. Answers how many tokens were evaluated, also when it had to give way. */
  prefill(question: ExpectedQuestion, left: AbortSignal | undefined): Promise<number> {
    const conversation = this.#ready().conversation()
    return this.#work.background(left, (signal) => conversation.prefill(question, signal))
  }

  /** Names a conversation; '' when nothing usable came of it. An answer goes first: the title is tried again after it. */
  async title(turns: readonly Turn[], left: AbortSignal | undefined): Promise<string> {
    const { model, format, threads } = this.#ready()
    for (let attempt = 0; attempt < titleAttempts && !left?.aborted; attempt++) {
      const title = await this.#work.background(left, (signal) => writeTitle(model, format, { turns, threads, signal }))
      if (title !== null) return title
    }
    return ''
  }

  /** Measures this computer with the model. Answers zeros when it had to give way. */
  async calibrate(left: AbortSignal | undefined): Promise<Calibration> {
    const { model, threads } = this.#ready()
    const measured = await this.#work.background(left, (signal) => calibrate(model, { threads, signal }))
    return measured ?? { tokensPerSecond: 0, memoryBytesPerSecond: 0 }
  }

  async #unload(loading: Loading | null): Promise<void> {
    await loading?.over
    const loaded = this.#loaded
    this.#loaded = null
    for (const generation of this.#generations.values()) generation.stop()
    if (loaded) await this.#work.urgent(() => loaded.model.dispose())
  }

  async #load(request: LoadRequest, signal: AbortSignal, events: EventQueue<EngineLoadEvent>): Promise<void> {
    try {
      const onProgress = (progress: number): void => events.push({ type: 'progress', progress })
      const { model, context, format, threads, facts } = await loadModel(this.#library, request, signal, onProgress)
      const sequence = context.getSequence()
      let conversation: Conversation | null = null
      this.#loaded = {
        model,
        threads: facts.threads,
        format,
        conversation: () => (conversation ??= new Conversation(sequence, format, threads)),
      }
      events.push({ type: 'ready', loaded: facts })
      events.end()
    } catch (error) {
      events.fail(error)
    }
  }

  #forget(generationId: string, generation: Generation): void {
    if (this.#generations.get(generationId) === generation) this.#generations.delete(generationId)
  }

  #ready(): Loaded {
    if (!this.#loaded) throw new Error('This engine process has no model yet.')
    return this.#loaded
  }
}
