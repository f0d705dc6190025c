import { readFileSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import type { Fit, MemoryEstimate } from '../../contract/model.ts'
import type { GgufSummary } from './gguf.ts'

/** Bytes that this computer has, and that a new process could have of them now. */
export interface ComputerMemory {
  totalBytes: number
  availableBytes: number
}

/** Measures this computer. On Linux the kernel's own estimate counts the caches that it would give back. */
export function readComputerMemory(): ComputerMemory {
  return { totalBytes: totalmem(), availableBytes: (process.platform === 'linux' && memAvailable()) || freemem() }
}

function memAvailable(): number | null {
  try {
    const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]
    return kibibytes ? Number(kibibytes) * 1024 : null
  } catch {
    return null
  }
}

/** The contexts that are chosen without being asked for, in tokens: the largest one that has room, and what is tried last. */
const automaticContextSizes = [8192, 4096]
const smallestContextSize = 2048
/** Tokens that llama.cpp computes at once (`n_ubatch`), and bytes of an F32 and an F16. */
const batchTokens = 512
const f32 = 4
const f16 = 2
/** The engine process before it has loaded anything: Node, its addon and llama.cpp's own tables. */
const processBytes = 96 * 1024 * 1024

/** Room to spare: a model fits if it takes no more than this share of what is available. */
const comfortable = 0.8
/** What the system itself keeps of the computer's memory is at least the rest of this share. */
const usable = 0.9

/** Expected memory of a model with a context of `contextSize` tokens; null: the largest automatic one that does not rule it out. */
export function estimateMemory(
  summary: GgufSummary,
  contextSize: number | null,
  computer: ComputerMemory,
): MemoryEstimate {
  // The engine makes no context larger than the model was trained for.
  if (contextSize !== null)
    return estimateAt(summary, Math.min(contextSize, summary.contextLength || contextSize), computer)
  const estimates = automaticContextSizes.map((size) =>
    estimateAt(summary, Math.min(size, summary.contextLength || size), computer),
  )
  return estimates.find(({ fit }) => fit !== 'will-not-fit') ?? estimateAt(summary, smallestContextSize, computer)
}

/**
 * weights: the tensors. context: the KV cache as llama.cpp allocates it (llama-kv-cache.cpp): for each layer `head_count_kv` keys of
 * `key_length` and values of `value_length`, in F16, for each token. compute: what its graph allocates at most for a batch of 512
 * (llama-context.cpp reserves it with an output for every token): the logits of the whole vocabulary and the activations that live at
 * the same time (four of the embedding's width, two of the feed-forward's), in F32; and the process itself.
 */
function estimateAt(summary: GgufSummary, contextSize: number, computer: ComputerMemory): MemoryEstimate {
  const { shape, weightsBytes } = summary
  const headsKv = shape.headCountKv.reduce((sum, count) => sum + count, 0)
  const contextBytes = headsKv * (shape.keyLength + shape.valueLength) * f16 * contextSize
  const activations = 4 * shape.embeddingLength + 2 * shape.feedForwardLength
  const computeBytes = batchTokens * (shape.vocabularySize + activations) * f32 + processBytes
  const totalBytes = weightsBytes + contextBytes + computeBytes
  return {
    weightsBytes,
    contextBytes,
    computeBytes,
    totalBytes,
    contextSize,
    fit: fitOf(totalBytes, contextBytes + computeBytes, computer),
    computerBytes: computer.totalBytes,
    availableBytes: computer.availableBytes,
  }
}

/** Weights are mapped from their file and can be read again when memory is short; what is computed must have its place now. */
function fitOf(totalBytes: number, computedBytes: number, computer: ComputerMemory): Fit {
  if (totalBytes > computer.totalBytes * usable || computedBytes > computer.availableBytes) return 'will-not-fit'
  return totalBytes <= computer.availableBytes * comfortable ? 'fits' : 'tight'
}
