import { cpus } from 'node:os'
import type { Llama } from 'node-llama-cpp'

/** What the cores have done since some time in the past, in milliseconds of one core. */
export interface CoreTimes {
  cores: number
  /** All programs together, this one included. */
  busyMs: number
  /** This process, with all its threads. */
  ownMs: number
}

/** Putting the beginning of an answer on the page takes about this long (ms). */
const beginningMs = 60

/** How long is looked at before anything is decided, and how old a look may be that still says something of now (ms). */
const lookMs = 400
const staleMs = 3000

/** The pace is measured over more tokens than these. */
const measuredTokens = 12
/** Slower by less than this is not slower: with fewer threads the computer stays free for everything else. */
const noticeable = 1.02
/** Of what is slower than the other number of threads by far, fewer tokens say enough; so many at least. */
const fewestTokens = 4
/** How much slower is clearly slower: by 50 % after four tokens, by 15 % after thirteen. */
const clearly = (tokens: number): number => 1 + 2 / tokens
/** What trying the slower number of threads again may cost of all the time. */
const trialShare = 0.01
/** The fastest is measured so often until then, however near the other one came, and however far it stayed behind. */
const fewestMeasured = 8
const mostMeasured = 400

function readCoreTimes(): CoreTimes {
  const cores = cpus()
  // What runs at a lower priority (`nice`) gives way to the model.
  const busyMs = cores.reduce((sum, { times }) => sum + times.user + times.sys + times.irq, 0)
  const { user, system } = process.cpuUsage()
  return { cores: cores.length, busyMs, ownMs: (user + system) / 1000 }
}

/**
 * How many threads compute, decided anew while they do: at most `most`, and none for a core that another program keeps busy. llama.cpp's
 * threads wait for one another after every operation, so that one which has to share its core holds up all of them. Measured on two
 * cores with the built-in model, in tokens per second with two threads and with one: 115 and 90 while nothing else runs, 70 and 105
 * beside a program that wants half a core, 15–50 and 105 beside one that wants a whole one, 4 and 65 beside two.
 *
 * One less writes faster also where memory is the limit, or where two cores are halves of one: at times 110 and 120 on the same
 * computer. So the pace of writing is measured with both, and the slower one is tried again now and then, the seldomer the slower it
 * was. Reading is computing, and takes all threads that may.
 */
export class Threads {
  readonly #llama: Pick<Llama, 'maxThreads'>
  readonly #most: number
  readonly #read: () => CoreTimes
  /** Milliseconds for a token, by the threads that wrote it. */
  readonly #pace = new Map<number, number>()
  #look: (CoreTimes & { atMs: number }) | null = null
  #easedUntilMs: number | null = null
  /** Of the cores that others leave. */
  #allowed: number
  /** What was written since, all of it with as many threads. */
  #writing: { sinceMs: number; tokens: number } | null = null
  #measuredUntilTrial = fewestMeasured

  constructor(llama: Pick<Llama, 'maxThreads'>, most: number, read: () => CoreTimes = readCoreTimes) {
    this.#llama = llama
    this.#most = most
    this.#read = read
    this.#allowed = most
  }

  /** An answer begins to come: where all cores would compute, one is the page's for a moment. */
  began(atMs = performance.now()): void {
    this.#writing = null
    if (this.#most < 2 || this.#most < this.#read().cores) return
    this.#easedUntilMs = atMs + beginningMs
    this.#llama.maxThreads = this.#most - 1
  }

  /** A piece of the prompt is read next. node-llama-cpp asks for the threads before every batch. */
  reading(atMs = performance.now()): void {
    this.#writing = null
    this.#easedUntilMs = null
    this.#lookAround(atMs)
    this.#llama.maxThreads = this.#allowed
  }

  /** A token is written: decides for the next ones, if it is time to. */
  wrote(atMs = performance.now()): void {
    if (this.#easedUntilMs !== null) {
      if (atMs < this.#easedUntilMs) return
      this.#easedUntilMs = null
      this.#look = null
    }
    this.#lookAround(atMs)
    if (!this.#writing || this.#llama.maxThreads > this.#allowed) return this.#writeOn(atMs)
    const passedMs = atMs - this.#writing.sinceMs
    const tokens = ++this.#writing.tokens
    const measured = tokens > measuredTokens && passedMs >= lookMs
    if (!measured && !this.#isClearlySlower(passedMs / tokens, tokens)) return
    this.#learn(passedMs / tokens, Math.min(1, passedMs / lookMs) / 2)
    this.#writeOn(atMs)
  }

  #writeOn(atMs: number): void {
    this.#llama.maxThreads = this.#fastest()
    this.#writing = { sinceMs: atMs, tokens: 0 }
  }

  /** Looks how much others compute, if it is time to. */
  #lookAround(atMs: number): void {
    const before = this.#look
    const passedMs = atMs - (before?.atMs ?? -Infinity)
    if (passedMs < lookMs) return
    const now = { ...this.#read(), atMs }
    this.#look = now
    if (!before || passedMs > staleMs) return
    const others = now.busyMs - before.busyMs - (now.ownMs - before.ownMs)
    this.#allowed = Math.min(this.#most, Math.max(1, Math.ceil(now.cores - others / passedMs - 0.5)))
  }

  /** The numbers of threads that there are to choose from: all that are allowed, and one less. */
  #choices(): [more: number, less: number] {
    return [this.#allowed, Math.max(1, this.#allowed - 1)]
  }

  #isClearlySlower(msPerToken: number, tokens: number): boolean {
    if (tokens < fewestTokens) return false
    const others = this.#choices().filter((threads) => threads !== this.#llama.maxThreads)
    return others.some((threads) => msPerToken > (this.#pace.get(threads) ?? Infinity) * clearly(tokens))
  }

  /** `weight` of what is new: a short while says little. */
  #learn(msPerToken: number, weight: number): void {
    const threads = this.#llama.maxThreads
    const known = this.#pace.get(threads)
    this.#pace.set(threads, known === undefined ? msPerToken : known + (msPerToken - known) * weight)
  }

  #fastest(): number {
    const [more, less] = this.#choices()
    const [paceOfMore, paceOfLess] = [this.#pace.get(more), this.#pace.get(less)]
    if (paceOfMore === undefined) return more
    if (paceOfLess === undefined) return less
    const [best, other] = paceOfLess <= paceOfMore * noticeable ? [less, more] : [more, less]
    if (this.#llama.maxThreads === other) {
      const extra = Math.max(paceOfMore, paceOfLess) / Math.min(paceOfMore, paceOfLess) - 1
      this.#measuredUntilTrial = Math.min(mostMeasured, Math.max(fewestMeasured, Math.round(extra / trialShare)))
      return best
    }
    return this.#measuredUntilTrial-- > 0 ? best : other
  }
}
