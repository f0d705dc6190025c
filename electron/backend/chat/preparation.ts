import type { LoadedEngine, ModelLoader } from '../models/loader.ts'
import type { Messages } from '../store/messages.ts'
import type { Generations } from './generations.ts'
import type { Plan } from './plan.ts'
import { turnsOf } from './turns.ts'

/** A question that is being typed. */
export interface TypedQuestion {
  /** What it follows; null: it is the first one. */
  leafId: string | null
  draft: string
  /** Nothing more has been typed for a moment. */
  rests: boolean
}

/** What an engine was asked to read. `gone` is aborted when what it has read is gone with it; null until it has read. */
interface Prepared {
  key: string
  gone: AbortSignal | null
}

/** Loads the model and has it read what is already certain, while the person still types. An answer always goes first. */
export class Preparation {
  readonly #loader: ModelLoader
  readonly #messages: Messages
  readonly #generations: Generations
  /** What was read last, or is being read: typing on asks for the same again and again. */
  #latest: Prepared | null = null
  #current = new AbortController()

  constructor(loader: ModelLoader, messages: Messages, generations: Generations) {
    this.#loader = loader
    this.#messages = messages
    this.#generations = generations
  }

  /** Prepares an answer. Never fails: what goes wrong will be said when the answer is asked for. */
  async prepare(plan: Plan, question: TypedQuestion): Promise<void> {
    const { state } = this.#loader
    const isThere = state.phase !== 'idle' && state.modelId === plan.modelId
    const key = JSON.stringify([plan.modelId, plan.systemPrompt, question])
    if (!this.#generations.idle || (isThere && (state.phase === 'failed' || this.#isLatest(key)))) return
    this.cancel()
    const latest: Prepared = { key, gone: null }
    this.#latest = latest
    try {
      latest.gone = (await this.#read(plan, question, this.#current.signal)).gone
    } catch {
      if (this.#latest === latest) this.#latest = null
    }
  }

  /** An answer comes: what was read does not count any more. */
  cancel(): void {
    this.#current.abort()
    this.#current = new AbortController()
    this.#latest = null
  }

  #isLatest(key: string): boolean {
    return this.#latest?.key === key && this.#latest.gone?.aborted !== true
  }

  async #read(plan: Plan, { leafId, draft, rests }: TypedQuestion, signal: AbortSignal): Promise<LoadedEngine> {
    const engine = await this.#loader.ready(plan.modelId, 'unasked')
    const turns = turnsOf(leafId === null ? [] : this.#messages.path(leafId), plan.systemPrompt)
    signal.throwIfAborted()
    if (turns.length > 0 || draft !== '')
      await engine.client.prefill({ turns, draft, rests }, { signal: AbortSignal.any([signal, engine.gone]) })
    return engine
  }
}
