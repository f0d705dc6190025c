import type { LoadedEngine, ModelLoader } from '../models/loader.ts'
import type { Messages } from '../store/messages.ts'
import type { Generations } from './generations.ts'
import type { Plan } from './plan.ts'
import { turnsOf } from './turns.ts'

/** Loads the model and has it read what is already certain, while the person still types. An answer always goes first. */
export class Preparation {
  readonly #loader: ModelLoader
  readonly #messages: Messages
  readonly #generations: Generations
  /** What was read last, or is being read: typing on asks for the same again and again. */
  #latest = ''
  #current = new AbortController()

  constructor(loader: ModelLoader, messages: Messages, generations: Generations) {
    this.#loader = loader
    this.#messages = messages
    this.#generations = generations
  }

  /** Prepares an answer below `leafId` (null: a first one) to a question of which `draft` is typed. Never fails: what goes wrong will be said when the answer is asked for. */
  async prepare(plan: Plan, leafId: string | null, draft: string): Promise<void> {
    const { state } = this.#loader
    const isThere = state.phase !== 'idle' && state.modelId === plan.modelId
    const key = JSON.stringify([plan.modelId, plan.systemPrompt, leafId, draft])
    if (!this.#generations.idle || (isThere && (state.phase === 'failed' || key === this.#latest))) return
    this.cancel()
    this.#latest = key
    try {
      const engine = await this.#read(plan, leafId, draft, this.#current.signal)
      engine.gone.addEventListener('abort', () => this.#forget(key))
    } catch {
      this.#forget(key)
    }
  }

  /** An answer comes: what was read does not count any more. */
  cancel(): void {
    this.#current.abort()
    this.#current = new AbortController()
    this.#latest = ''
  }

  #forget(key: string): void {
    if (this.#latest === key) this.#latest = ''
  }

  async #read(plan: Plan, leafId: string | null, draft: string, signal: AbortSignal): Promise<LoadedEngine> {
    const engine = await this.#loader.ready(plan.modelId, 'unasked')
    const turns = turnsOf(leafId === null ? [] : this.#messages.path(leafId), plan.systemPrompt)
    signal.throwIfAborted()
    if (turns.length > 0 || draft !== '')
      await engine.client.prefill({ turns, draft }, { signal: AbortSignal.any([signal, engine.gone]) })
    return engine
  }
}
