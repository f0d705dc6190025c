import { readFileSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import { automaticContextSize } from '../../contract/engine.ts'
import type { Fit, GraphicsMemory, MemoryEstimate } from '../../contract/model.ts'
import type { MeasuredMemory } from '../store/model-facts.ts'
import type { GgufSummary } from './gguf.ts'

/** Bytes that this computer has, and that a new process could have of them now. */
export interface ComputerMemory {
  totalBytes: number
  availableBytes: number
  /** What graphics cards have besides; null: there are none, or nobody has looked yet. */
  graphics: GraphicsMemory | null
}

/** Measures this computer, without graphics cards. On Linux the kernel's own estimate counts the caches that it would give back. */
export function readComputerMemory(): Omit<ComputerMemory, 'graphics'> {
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
const automaticContextSizes = [automaticContextSize, automaticContextSize / 2]
const smallestContextSize = 2048
/** Tokens that llama.cpp computes at once (`n_ubatch`), and bytes of an F32 and an F16. */
const batchTokens = 512
const f32 = 4
const f16 = 2
/** The engine process without what grows with the model: Node, its addon, llama.cpp and what both make of a header. Measured. */
const processBytes = 136e6
/** What llama.cpp keeps of a word in its vocabulary: its text, its piece and the ways to find it. Measured. */
const wordBytes = 600

/** Share of an estimate that a measurement corrects it by at most. */
const mostSurprise = 0.5

/** Room to spare: a model fits if it takes no more than this share of what is available. */
const comfortable = 0.8
/** What the system itself keeps of the computer's memory is at least the rest of this share. */
const usable = 0.9

/**
 * Expected memory of a model with a context of `contextSize` tokens; null: the largest automatic one that does not rule it out.
 * `measured`: what it took when it was last loaded.
 */
export function estimateMemory(
  summary: GgufSummary,
  contextSize: number | null,
  computer: ComputerMemory,
  measured: MeasuredMemory | null = null,
): MemoryEstimate {
  const at = (size: number): MemoryEstimate =>
    // The engine makes no context larger than the model was trained for.
    estimateAt(summary, Math.min(size, summary.contextLength || size), computer, surprise(measured))
  if (contextSize !== null) return at(contextSize)
  const estimates = automaticContextSizes.map(at)
  return estimates.find(({ fit }) => fit !== 'will-not-fit') ?? at(smallestContextSize)
}

/** What the engine is expected to take right after loading: all but the activations, which come with the first long text. */
export function expectedAfterLoad(summary: GgufSummary, contextSize: number): number {
  const { weightsBytes, contextBytes, restingBytes } = partsAt(summary, contextSize)
  return weightsBytes + contextBytes + restingBytes
}

/** What the last load took beyond what was expected of it, or less. A half of that at most is believed: the rest has another cause. */
function surprise(measured: MeasuredMemory | null): number {
  if (!measured) return 0
  const most = measured.expectedBytes * mostSurprise
  return Math.max(-most, Math.min(most, measured.bytes - measured.expectedBytes))
}

interface Parts {
  weightsBytes: number
  contextBytes: number
  /** The process with the vocabulary. */
  restingBytes: number
  activationBytes: number
}

/**
 * weights: the tensors, mapped. context: the KV cache as llama.cpp allocates and clears it (llama-kv-cache.cpp): for each layer
 * `head_count_kv` keys of `key_length` and values of `value_length`, in F16, for each token. activations: of a batch of 512, those that
 * live at the same time (four of the embedding's width, two of the feed-forward's), in F32. llama.cpp reserves more, with an output
 * for every token of the batch (llama-context.cpp), but only one is ever computed, and the rest of the reservation is never touched.
 */
function partsAt({ shape, weightsBytes }: GgufSummary, contextSize: number): Parts {
  const headsKv = shape.headCountKv.reduce((sum, count) => sum + count, 0)
  return {
    weightsBytes,
    contextBytes: headsKv * (shape.keyLength + shape.valueLength) * f16 * contextSize,
    restingBytes: processBytes + shape.vocabularySize * wordBytes,
    activationBytes: batchTokens * (4 * shape.embeddingLength + 2 * shape.feedForwardLength) * f32,
  }
}

function estimateAt(
  summary: GgufSummary,
  contextSize: number,
  computer: ComputerMemory,
  correction: number,
): MemoryEstimate {
  const parts = partsAt(summary, contextSize)
  const { weightsBytes, contextBytes, restingBytes, activationBytes } = parts
  const computeBytes = Math.max(0, restingBytes + activationBytes + correction)
  const totalBytes = weightsBytes + contextBytes + computeBytes
  const onCards = computer.graphics ? partOnCards(summary, parts, computer.graphics.availableBytes) : nothing
  return {
    weightsBytes,
    contextBytes,
    computeBytes,
    totalBytes,
    graphics: computer.graphics && {
      bytes: onCards.weightsBytes + onCards.computedBytes,
      totalBytes: computer.graphics.totalBytes,
    },
    contextSize,
    fit: fitOf(weightsBytes - onCards.weightsBytes, contextBytes + computeBytes - onCards.computedBytes, computer),
    computerBytes: computer.totalBytes,
    availableBytes: computer.availableBytes,
  }
}

/** What of a model lies on graphics cards. */
interface OnCards {
  weightsBytes: number
  /** KV cache and activations. */
  computedBytes: number
}

const nothing: OnCards = { weightsBytes: 0, computedBytes: 0 }

/**
 * The layers that have room on the graphics cards, each with its part of the KV cache, as node-llama-cpp puts as many there as it can, and the
 * activations. The rows of words are looked up in the computer's own memory.
 */
function partOnCards(summary: GgufSummary, parts: Parts, availableBytes: number): OnCards {
  const { blockCount } = summary.shape
  const weightsBytes = summary.weightsBytes - summary.seldomRead.embeddingBytes
  const layerBytes = (weightsBytes + parts.contextBytes) / blockCount
  const layers = Math.min(blockCount, Math.floor((availableBytes * usable - parts.activationBytes) / layerBytes))
  if (!(layers > 0)) return nothing
  const share = layers / blockCount
  return {
    weightsBytes: weightsBytes * share,
    computedBytes: parts.contextBytes * share + parts.activationBytes,
  }
}

/** Weights are mapped from their file and can be read again when memory is short; what is computed must have its place now. */
function fitOf(weightsBytes: number, computedBytes: number, computer: ComputerMemory): Fit {
  const totalBytes = weightsBytes + computedBytes
  if (totalBytes > computer.totalBytes * usable || computedBytes > computer.availableBytes) return 'will-not-fit'
  return totalBytes <= computer.availableBytes * comfortable ? 'fits' : 'tight'
}
