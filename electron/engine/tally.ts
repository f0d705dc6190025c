import type { EngineMeasurements } from '../contract/engine.ts'
import type { LiveStats } from '../contract/generation.ts'

/** What is measured of one answer. Times in milliseconds on the process's own clock. */
export class Tally {
  readonly contextSize: number
  readonly systemTokens: number
  promptTokens = 0
  evaluatedTokens = 0
  droppedTurns = 0
  contextUsed = 0
  #outputTokens = 0
  readonly #startedAt: number
  #firstTokenAt: number | null = null
  #lastTokenAt = 0

  constructor(options: { startedAt: number; contextSize: number; systemTokens: number }) {
    this.#startedAt = options.startedAt
    this.contextSize = options.contextSize
    this.systemTokens = options.systemTokens
  }

  get outputTokens(): number {
    return this.#outputTokens
  }

  /** There are `outputTokens` tokens of the answer now. */
  written(outputTokens: number, contextUsed: number): void {
    this.#outputTokens = outputTokens
    this.contextUsed = contextUsed
    this.#lastTokenAt = performance.now()
    this.#firstTokenAt ??= this.#lastTokenAt
  }

  stats(): LiveStats {
    const { contextUsed, contextSize } = this
    return {
      outputTokens: this.#outputTokens,
      tokensPerSecond: this.#tokensPerSecond(),
      timeToFirstTokenMs: this.#timeToFirstToken(),
      contextUsed,
      contextSize,
    }
  }

  measurements(): Omit<EngineMeasurements, 'threads'> {
    const { promptTokens, evaluatedTokens, systemTokens, droppedTurns } = this
    const durationMs = performance.now() - this.#startedAt
    return { ...this.stats(), promptTokens, evaluatedTokens, systemTokens, droppedTurns, durationMs }
  }

  #timeToFirstToken(): number | null {
    return this.#firstTokenAt === null ? null : this.#firstTokenAt - this.#startedAt
  }

  #tokensPerSecond(): number | null {
    if (this.#firstTokenAt === null || this.#outputTokens < 2 || this.#lastTokenAt === this.#firstTokenAt) return null
    return ((this.#outputTokens - 1) * 1000) / (this.#lastTokenAt - this.#firstTokenAt)
  }
}
