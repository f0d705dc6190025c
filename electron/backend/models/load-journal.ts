import type { Failure } from '../../contract/failure.ts'
import type { ProcessEnd } from '../../contract/host.ts'
import type { Store } from '../store/database.ts'
import type { ModelFactsTable } from '../store/model-facts.ts'
import type { ModelTables } from '../store/models.ts'

/** Loads that nobody saw the end of: the first may have been an accident. */
const tooManyAttempts = 2

/**
 * Remembers, beyond the end of the application, which models ended the engine, so that they are not loaded unasked: while they were loaded,
 * or so often while they were used that they were given up. What is held against a model is forgotten when a person asks for it and it
 * is loaded. An answer is always asked for, so one that is completed clears its model, too.
 */
export class LoadJournal {
  readonly #store: Store
  readonly #tables: ModelTables
  readonly #facts: ModelFactsTable

  constructor(store: Store, tables: ModelTables, facts: ModelFactsTable) {
    this.#store = store
    this.#tables = tables
    this.#facts = facts
  }

  begins(modelId: string): void {
    this.#store.note(() => this.#tables.loadBegins(modelId))
  }

  /** It was loaded. `usedAt`: when, if a person asked for it; what the application loads by itself is not used yet. */
  loaded(modelId: string, usedAt: number | null): void {
    this.#store.note(() => {
      this.#tables.loadEnded(modelId)
      if (usedAt !== null) this.#facts.noteUse(modelId, usedAt)
    })
  }

  /** It was refused in an orderly way, or cancelled. */
  gaveUp(modelId: string): void {
    this.#store.note(() => this.#tables.loadEnded(modelId))
  }

  /** The engine process ended while loading it. */
  crashed(modelId: string, end: ProcessEnd): void {
    this.#store.note(() => this.#tables.loadCrashed(modelId, end))
  }

  /** The engine process ended so often while it was used that it is not restarted any more. */
  givenUp(modelId: string, crashes: number, end: ProcessEnd): void {
    this.#store.note(() => this.#tables.givenUp(modelId, crashes, end))
  }

  /** Why this model is not to be loaded without being asked for; null: nothing speaks against it. */
  distrust(modelId: string): Failure | null {
    const record = this.#tables.loadRecord(modelId)
    if (!record || (!record.crash && record.attempts < tooManyAttempts)) return null
    const { exitCode, signal } = record.crash ?? { exitCode: null, signal: null }
    return { code: 'ENGINE_UNSTABLE', data: { crashes: record.attempts, exitCode, signal } }
  }
}
