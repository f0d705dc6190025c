import type { Calibration } from '../store/calibrations.ts'
import type { GgufSummary } from './gguf.ts'

/** What one measuring of a loaded model found. */
export interface DecodeMeasurement {
  tokensPerSecond: number
  /** Read from memory by all cores together. */
  memoryBytesPerSecond: number
}

/** Seconds that a layer costs beside the reading of its weights: its threads wait for one another some twenty times. */
const secondsPerLayer = 50e-6
/** At most this share of a token's time is put down to that. */
const mostOverhead = 0.5
/** A model that lies in the processor's cache is read faster than memory is; no larger one will be. */
const fasterThanMemory = 1.1
/** Models must be so many times larger than one another for a line through them to mean something. */
const apart = 3

/** Bytes of weights that are read for each token: all of them, but for the rows of other words and the experts that are not asked. */
export function bytesPerToken({ weightsBytes, seldomRead }: Pick<GgufSummary, 'weightsBytes' | 'seldomRead'>): number {
  const { embeddingBytes, hasOutput, expertBytes, expertShare } = seldomRead
  return weightsBytes - (hasOutput ? embeddingBytes : 0) - expertBytes * (1 - expertShare)
}

/** Tokens per second that are to be expected of a model that reads so many bytes for each; null before this computer was measured. */
export function expectedSpeed(bytes: number, calibration: Calibration | null): number | null {
  if (!calibration || bytes <= 0) return null
  return 1 / (bytes / calibration.bytesPerSecond + calibration.secondsPerToken)
}

/**
 * Both constants from one model: its time per token, less what its layers cost besides, went into reading its weights, at no more than the
 * memory's speed.
 */
export function calibrate(summary: GgufSummary, measured: DecodeMeasurement): Calibration {
  const seconds = 1 / measured.tokensPerSecond
  const secondsPerToken = Math.min(summary.shape.blockCount * secondsPerLayer, seconds * mostOverhead)
  const bytesPerSecond = bytesPerToken(summary) / (seconds - secondsPerToken)
  return { secondsPerToken, bytesPerSecond: Math.min(bytesPerSecond, measured.memoryBytesPerSecond * fasterThanMemory) }
}

/** What real answers of a model took. */
export interface MeasuredSpeed {
  bytes: number
  tokensPerSecond: number
}

/**
 * What real answers make of a calibration, which was taken in a moment: while the computer had other things to do, or with a model that is
 * smaller than the processor's cache, it can be wrong by several times.
 */
export function corrected(calibration: Calibration, measured: readonly MeasuredSpeed[]): Calibration {
  const usable = measured.filter(({ bytes, tokensPerSecond }) => bytes > 0 && tokensPerSecond > 0)
  return lineThrough(usable) ?? scaledTo(usable, calibration)
}

/** Expects of the largest model what its answers showed, and of all others as many times more or less than before. */
function scaledTo(measured: readonly MeasuredSpeed[], calibration: Calibration): Calibration {
  const largest = measured.toSorted((a, b) => b.bytes - a.bytes)[0]
  const expected = largest && expectedSpeed(largest.bytes, calibration)
  if (!largest || !expected) return calibration
  const faster = largest.tokensPerSecond / expected
  return {
    bytesPerSecond: calibration.bytesPerSecond * faster,
    secondsPerToken: calibration.secondsPerToken / faster,
  }
}

/**
 * The constants that fit what models of different size took: the line through time per token over bytes that is nearest to all of them, by
 * share of each. null: they do not differ enough for it.
 */
function lineThrough(usable: readonly MeasuredSpeed[]): Calibration | null {
  const sizes = usable.map(({ bytes }) => bytes)
  if (usable.length < 2 || Math.max(...sizes) < apart * Math.min(...sizes)) return null
  // Of each: seconds = x·bytes + y, both sides divided by its seconds, so that all weigh the same.
  const rows = usable.map(({ bytes, tokensPerSecond }) => ({ a: bytes * tokensPerSecond, b: tokensPerSecond }))
  const sum = (term: (row: { a: number; b: number }) => number): number =>
    rows.reduce((total, row) => total + term(row), 0)
  const [aa, ab, bb] = [sum(({ a }) => a * a), sum(({ a, b }) => a * b), sum(({ b }) => b * b)]
  const [a1, b1] = [sum(({ a }) => a), sum(({ b }) => b)]
  const determinant = aa * bb - ab * ab
  const x = determinant === 0 ? 0 : (a1 * bb - b1 * ab) / determinant
  const y = determinant === 0 ? 0 : (aa * b1 - ab * a1) / determinant
  if (x <= 0) return null
  return y > 0 ? { bytesPerSecond: 1 / x, secondsPerToken: y } : { bytesPerSecond: aa / a1, secondsPerToken: 0 }
}
