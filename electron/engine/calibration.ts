import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { LlamaModel, Token } from 'node-llama-cpp'

const contextSize = 256
const batchSize = 32
/** Tokens that are decoded before the clock runs, and while it does. */
const warmTokens = 4
const measuredTokens = 24
/** A slow computer has said enough after so many of them and so long (ms). */
const enoughTokens = 6
const enoughMs = 2000
/** What each core reads, so often: more than a processor's cache holds. */
const bytesPerCore = 64 * 1024 * 1024
const passes = 3

/** How fast this computer decodes with a model, and how fast it reads its memory. */
export interface Calibration {
  tokensPerSecond: number
  memoryBytesPerSecond: number
}

/** Measures, on a small context of its own that is gone afterwards; null when `signal` made it give way. */
export async function calibrate(
  model: LlamaModel,
  options: { threads: number; signal: AbortSignal },
): Promise<Calibration | null> {
  const tokensPerSecond = await measureDecoding(model, options)
  if (tokensPerSecond === null) return null
  const memoryBytesPerSecond = await measureMemory(options.signal)
  return memoryBytesPerSecond === null ? null : { tokensPerSecond, memoryBytesPerSecond }
}

async function measureDecoding(
  model: LlamaModel,
  { threads, signal }: { threads: number; signal: AbortSignal },
): Promise<number | null> {
  if (signal.aborted) return null
  const context = await model.createContext({ contextSize, batchSize, threads })
  try {
    const sequence = context.getSequence()
    const token: Token | null = model.tokens.bos ?? model.tokens.eos
    if (token === null) return null
    const times: number[] = []
    const start = performance.now()
    for (let count = 0; count < warmTokens + measuredTokens; count++) {
      if (signal.aborted) return null
      const began = performance.now()
      await sequence.evaluateWithoutGeneratingNewTokens([token])
      if (count >= warmTokens) times.push(performance.now() - began)
      if (times.length >= enoughTokens && performance.now() - start > enoughMs) break
    }
    // The middle one: what else the computer does meanwhile slows only some of them.
    const middle = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]
    return middle ? 1000 / middle : null
  } finally {
    await context.dispose()
  }
}

/** Looks for a byte that is not there, which goes as fast as memory can be read; on every core at once. */
const reader = `
const { parentPort, workerData } = require('node:worker_threads')
const bytes = Buffer.alloc(workerData.bytes, 1)
bytes.includes(0)
const began = performance.now()
for (let pass = 0; pass < workerData.passes; pass++) bytes.includes(0)
parentPort.postMessage(performance.now() - began)
`

async function measureMemory(signal: AbortSignal): Promise<number | null> {
  const cores = Math.min(availableParallelism(), 16)
  const workers = Array.from(
    { length: cores },
    () => new Worker(reader, { eval: true, workerData: { bytes: bytesPerCore, passes } }),
  )
  const end = (): void => workers.forEach((worker) => void worker.terminate())
  signal.addEventListener('abort', end)
  try {
    const milliseconds = await Promise.all(workers.map(timeOf))
    if (signal.aborted || milliseconds.some((time) => time === null)) return null
    const longest = Math.max(...milliseconds.map((time) => time ?? 0))
    return longest > 0 ? (cores * bytesPerCore * passes * 1000) / longest : null
  } finally {
    signal.removeEventListener('abort', end)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

/** What it measured; null when it ended without a word. */
async function timeOf(worker: Worker): Promise<number | null> {
  const time = Promise.withResolvers<number | null>()
  worker.once('message', (message: unknown) => time.resolve(typeof message === 'number' ? message : null))
  worker.once('error', () => time.resolve(null))
  worker.once('exit', () => time.resolve(null))
  return time.promise
}
