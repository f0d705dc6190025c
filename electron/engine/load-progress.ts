/** How often it is looked how much has been read, in ms. */
const lookMs = 100
/** What was read is not all that there is to do: only llama.cpp itself says that it is through. */
const mostOfReading = 0.99

/**
 * How far the loading of a model's weights is, from 0 to 1, never less than before. llama.cpp maps the file into memory and, on Linux, has
 * the system read all of it first, which is what takes the time, and says nothing until that is through: then, all at once, that
 * everything is there. Meanwhile what the process has grown by tells how much was read.
 */
export class LoadProgress {
  readonly #sizeBytes: number
  readonly #tell: (progress: number) => void
  readonly #memory: () => number
  readonly #before: number
  readonly #timer: NodeJS.Timeout
  #told = 0

  /** `sizeBytes`: of the weights; `memory`: of this process, in bytes. To be ended with `end`. */
  constructor(sizeBytes: number, tell: (progress: number) => void, memory = (): number => process.memoryUsage.rss()) {
    this.#sizeBytes = sizeBytes
    this.#tell = tell
    this.#memory = memory
    this.#before = memory()
    this.#timer = setInterval(() => this.look(), lookMs)
  }

  /** llama.cpp says how far it is. */
  reported(progress: number): void {
    if (progress <= this.#told) return
    this.#told = progress
    this.#tell(progress)
  }

  /** Sees how much was read. */
  look(): void {
    const grownBytes = this.#memory() - this.#before
    this.reported(Math.min(mostOfReading, grownBytes / this.#sizeBytes))
  }

  end(): void {
    clearInterval(this.#timer)
  }
}
