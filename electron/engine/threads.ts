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
const beginningMs = 120

/** How long is looked at before anything is decided, and how old a look may be that still says something of now (ms). */
const lookMs = 400
const staleMs = 3000

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
 */
export class Threads {
  readonly #llama: Pick<Llama, 'maxThreads'>
  readonly #most: number
  readonly #read: () => CoreTimes
  #look: (CoreTimes & { atMs: number }) | null = null
  #easedUntilMs: number | null = null

  constructor(llama: Pick<Llama, 'maxThreads'>, most: number, read: () => CoreTimes = readCoreTimes) {
    this.#llama = llama
    this.#most = most
    this.#read = read
  }

  /** An answer begins, with little left to read: where all cores would compute, one is the page's for a moment. */
  easeOff(atMs = performance.now()): void {
    if (this.#most < 2 || this.#most < this.#read().cores) return
    this.#easedUntilMs = atMs + beginningMs
    this.#llama.maxThreads = this.#most - 1
  }

  /** Looks at the computer if it is time to, and decides for what is computed next: node-llama-cpp asks before every batch. */
  adapt(atMs = performance.now()): void {
    if (this.#easedUntilMs !== null) {
      if (atMs < this.#easedUntilMs) return
      this.#easedUntilMs = null
      this.#look = null
      this.#llama.maxThreads = this.#most
    }
    const before = this.#look
    const passedMs = atMs - (before?.atMs ?? -Infinity)
    if (passedMs < lookMs) return
    const now = { ...this.#read(), atMs }
    this.#look = now
    if (!before || passedMs > staleMs) return
    const others = now.busyMs - before.busyMs - (now.ownMs - before.ownMs)
    const free = Math.ceil(now.cores - others / passedMs - 0.5)
    this.#llama.maxThreads = Math.min(this.#most, Math.max(1, free))
  }
}
