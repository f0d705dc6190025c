import type { Measurements } from '../../contract/message.ts'
import type { LoadedModel } from '../../contract/model.ts'
import type { CalibrationsTable } from '../store/calibrations.ts'
import type { Store } from '../store/database.ts'
import type { ModelFactsTable } from '../store/model-facts.ts'
import type { ModelLibrary } from './library.ts'
import type { LoadedEngine } from './loader.ts'
import { expectedAfterLoad } from './memory.ts'
import { bytesPerToken, calibrate, corrected } from './speed.ts'

/** What measurements stand on. */
export interface MeasurementsOptions {
  store: Store
  facts: ModelFactsTable
  calibrations: CalibrationsTable
  library: ModelLibrary
  /** The model that is loaded now; null: none is. */
  loaded: () => Promise<LoadedEngine> | null
  /** No answer is being written or waits. */
  isIdle: () => boolean
  /** How long after a load this computer is measured with the model (ms). */
  calibrateAfterMs: number
  now: () => number
  /** Models are shown with other numbers now. */
  onChange: () => void
}

/** An answer must have so many tokens for its speed to say something. */
const leastTokens = 32
/** Weight of the latest answer in the speed that is shown. */
const newest = 0.3

/** Keeps what this computer was measured to do, beside what had been expected of it. A disk that refuses costs only that. */
export class MeasurementKeeper {
  readonly #options: MeasurementsOptions
  #timer: NodeJS.Timeout | undefined

  constructor(options: MeasurementsOptions) {
    this.#options = options
  }

  /** A model was loaded: its memory corrects the next estimate of it. */
  loaded(modelId: string, { memoryBytes: bytes, contextSize, backend }: LoadedModel): void {
    this.#calibrateSoon()
    const { library, store, facts, onChange } = this.#options
    const summary = library.get(modelId)?.summary
    // What a graphics card holds is not in the memory that the process takes.
    if (!summary || backend !== 'cpu') return
    const expectedBytes = expectedAfterLoad(summary, contextSize)
    store.note(() => facts.noteMemory(modelId, { bytes, expectedBytes, contextSize }))
    onChange()
  }

  /** A model has written an answer: it was used; its speed is the model's, smoothed, and tells something of all others. */
  answered(modelId: string, { outputTokens, tokensPerSecond }: Measurements): void {
    const { store, facts, now, onChange } = this.#options
    const saysSomething = outputTokens >= leastTokens && tokensPerSecond !== null
    store.note(() => {
      facts.noteUse(modelId, now())
      if (saysSomething) facts.noteSpeed(modelId, smoothed(facts.of(modelId).tokensPerSecond, tokensPerSecond))
    })
    if (saysSomething) this.#refine()
    onChange()
  }

  /** Measures nothing any more. */
  close(): void {
    clearTimeout(this.#timer)
  }

  /** What the person does goes first: the measuring waits until nothing is written, and the engine itself gives way. */
  #calibrateSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (this.#options.isIdle()) void this.#calibrate()
      else this.#calibrateSoon()
    }, this.#options.calibrateAfterMs).unref()
  }

  /** Measures this computer with the model that is loaded, unless it was measured with this backend before. Never fails. */
  async #calibrate(): Promise<void> {
    const { library, calibrations, store, now, onChange, loaded } = this.#options
    const engine = await loaded()?.catch(() => null)
    const summary = engine && library.get(engine.modelId)?.summary
    if (!engine || !summary || !store.db.open || calibrations.of(engine.loaded.backend)) return
    const measured = await engine.client.calibrate(undefined, { signal: engine.gone }).catch(() => null)
    if (!measured || measured.tokensPerSecond <= 0 || measured.memoryBytesPerSecond <= 0) return
    store.note(() => calibrations.set(engine.loaded.backend, calibrate(summary, measured), now()))
    onChange()
  }

  /** Answers say more of this computer than the moment in which it was calibrated. */
  #refine(): void {
    const { library, facts, calibrations, store, now } = this.#options
    const latest = calibrations.latest()
    if (!latest) return
    const all = facts.all()
    const measured = library.all().flatMap(({ id, summary }) => {
      const tokensPerSecond = all.get(id)?.tokensPerSecond ?? null
      return summary && tokensPerSecond !== null ? [{ bytes: bytesPerToken(summary), tokensPerSecond }] : []
    })
    store.note(() => calibrations.set(latest.backend, corrected(latest, measured), now()))
  }
}

/** The speed that is shown (tokens per second), with the latest answer in it. */
function smoothed(before: number | null, latest: number): number {
  return before === null ? latest : newest * latest + (1 - newest) * before
}
