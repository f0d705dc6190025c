import type { ChoiceFit, HubChoice } from '../../contract/hub.ts'
import type { Fit } from '../../contract/model.ts'
import type { GgufSummary } from '../models/gguf.ts'
import { summaryOf, type GgufStart } from '../models/gguf-start.ts'
import { estimateMemory, type ComputerMemory } from '../models/memory.ts'

/** This computer, as far as a model's fit depends on it. */
export interface Computer {
  memory: () => ComputerMemory
  /** Decoding speed to be expected; null while this computer has not been measured. */
  tokensPerSecond: (summary: GgufSummary) => number | null
}

/** Faster than most people read: whatever is faster yet is not missed. */
const comfortableTokensPerSecond = 10

/** Every choice of a repository on this computer, from the header of one of its files: they differ in the size of their weights alone. */
export function fitsOf(
  start: GgufStart,
  choices: readonly HubChoice[],
  parameters: number | null,
  contextSize: number | null,
  computer: Computer,
): ChoiceFit[] {
  const memory = computer.memory()
  const candidates = choices.map((choice) => {
    const summary = summaryOf(start, choice.sizeBytes, parameters)
    const estimate = estimateMemory(summary, contextSize, memory)
    return { choice, fit: { file: choice.file, estimate, tokensPerSecond: computer.tokensPerSecond(summary) } }
  })
  const recommended = recommendedOf(candidates)
  return candidates.map((candidate) => ({ ...candidate.fit, recommended: candidate === recommended }))
}

interface Candidate {
  choice: HubChoice
  fit: Omit<ChoiceFit, 'recommended'>
}

/**
 * The one to take. From Q4_K_M on, hardly anybody sees what a quantization has cost, and beyond Q6_K nobody does, while every byte is read for every
 * token. So: of those that fit with room to spare, the best from Q4_K_M up to Q6_K that still writes at a comfortable speed, or the smallest of
 * them where none does or nobody knows; else the best below them, though never a poor one; else the smallest above them. Where none fits with
 * room to spare, the same of those that fit tightly.
 */
function recommendedOf(candidates: readonly Candidate[]): Candidate | undefined {
  return bestOf(candidates, 'fits') ?? bestOf(candidates, 'tight')
}

function bestOf(candidates: readonly Candidate[], wanted: Fit): Candidate | undefined {
  const fitting = candidates
    .filter(({ fit }) => fit.estimate.fit === wanted)
    .toSorted((a, b) => a.choice.sizeBytes - b.choice.sizeBytes)
  const sensible = fitting.filter(isSensible)
  const comfortable = sensible.filter(({ fit }) => (fit.tokensPerSecond ?? 0) >= comfortableTokensPerSecond)
  const below = fitting.filter(({ choice }) => choice.quality === 'good' || choice.quality === 'fair')
  const above = fitting.filter((candidate) => candidate.choice.quality !== 'poor' && !isSensible(candidate))
  return comfortable.at(-1) ?? sensible[0] ?? below.at(-1) ?? above[0]
}

/** From Q4_K_M up to Q6_K. */
function isSensible({ choice: { quality, quantization } }: Candidate): boolean {
  return quality === 'very-good' || (quality === 'nearly-lossless' && /Q6/.test(quantization ?? ''))
}
