import { wholeMemory, type Fit, type MemoryEstimate } from '@contract/model.ts'
import type { TFunction } from 'i18next'
import type { Formats } from '@renderer/app/text/format.ts'

/** What a model takes of this computer's memory, in bytes and in words. */
export interface MemoryShare {
  /** Of the computer and its graphics cards together. */
  wholeBytes: number
  /** How much of that. */
  text: string
  /** What of it lies on graphics cards; null: nothing. */
  onCards: string | null
}

/** What a model is expected to take of the memory that there is. */
export function memoryShare(
  estimate: MemoryEstimate,
  t: TFunction<'models'>,
  { bytes, bytesOf }: Pick<Formats, 'bytes' | 'bytesOf'>,
): MemoryShare {
  const { totalBytes, graphics } = estimate
  const wholeBytes = wholeMemory(estimate)
  return {
    wholeBytes,
    text: t('fit.share', { used: bytesOf(totalBytes, wholeBytes), whole: bytes(wholeBytes) }),
    onCards: graphics && graphics.bytes > 0 ? t('fit.onCards', { part: graphics.bytes }) : null,
  }
}

/** What to do about a model's memory; null: nothing. Closing programs does not help where the weights alone are larger than all there is. */
export function adviceOf(estimate: MemoryEstimate): Exclude<Fit, 'fits'> | 'larger-than-memory' | null {
  if (estimate.fit === 'fits') return null
  return estimate.weightsBytes > wholeMemory(estimate) ? 'larger-than-memory' : estimate.fit
}
