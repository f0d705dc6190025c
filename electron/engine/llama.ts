import { availableParallelism } from 'node:os'
import { getLlama, LlamaLogLevel, type Llama } from 'node-llama-cpp'
import type { GraphicsMemory } from '../contract/model.ts'

/** The last lines in which llama.cpp said that something is wrong. */
const keptLines = 8

/** llama.cpp itself, of which a process has one, and what it complains about. */
export class LlamaLibrary {
  #llama: Promise<Llama> | null = null
  readonly #complaints: string[] = []

  /** The first time decides about the graphics processor. Never builds and never downloads anything. */
  async open(gpu = true): Promise<Llama> {
    this.#llama ??= getLlama({
      gpu: gpu ? 'auto' : false,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      // Without this, at least four threads are used: on two cores, that is fifty times slower.
      maxThreads: availableParallelism(),
      logLevel: LlamaLogLevel.warn,
      logger: (level, message) => this.#hear(level, message),
    })
    return this.#llama
  }

  /** What it complained about since the last time. */
  takeComplaints(): string {
    return [...new Set(this.#complaints.splice(0))].join(' ')
  }

  #hear(level: LlamaLogLevel, message: string): void {
    const line = message.trim()
    if (line === '') return
    process.stderr.write(`llama.cpp ${level}: ${line}\n`)
    if (level !== LlamaLogLevel.error && level !== LlamaLogLevel.fatal) return
    this.#complaints.push(line)
    if (this.#complaints.length > keptLines) this.#complaints.shift()
  }
}

/** The memory of graphics cards (VRAM); null: none is used, or what it has is the computer's own. */
export async function graphicsMemory(llama: Pick<Llama, 'gpu' | 'getVramState'>): Promise<GraphicsMemory | null> {
  if (llama.gpu === false) return null
  const { total, free, unifiedSize } = await llama.getVramState()
  const totalBytes = total - unifiedSize
  return totalBytes > 0 ? { totalBytes, availableBytes: Math.min(free, totalBytes) } : null
}

/** Where there are more, they wait for memory and for one another instead of computing. */
const mostThreads = 16
/** Up to this many, all of them are used: what shares a core is worth its while on a small computer. */
const smallComputer = 4

/**
 * Threads to compute with when nobody decided: the cores that llama.cpp finds good for it (no second thread of the same core, no saving core),
 * within what this process may use.
 */
export function automaticThreads(usable: number, mathCores: number): number {
  if (usable <= smallComputer) return Math.max(usable, 1)
  return Math.min(Math.max(mathCores, smallComputer), usable, mostThreads)
}
