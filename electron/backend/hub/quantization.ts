import type { Quality } from '../../contract/hub.ts'

/**
 * The quantization in a file's name, as llama.cpp and those who publish its files write it: `Q4_K_M`, `IQ3_XXS`, `UD-Q4_K_XL`, `MXFP4_MOE`. The last one of the
 * name counts.
 */
const inName =
  /(?:^|[-._/ ])((?:UD-)?(?:I?Q[1-8](?:_[0-9A-Z]+)*|TQ[12]_0|MXFP4(?:_MOE)?|NVFP4|BF16|F16|FP16|F32|FP32))(?=$|[-._/ ])/gi

/** Of the bits that are left of each weight; by the first one that fits. */
const qualities: readonly [pattern: RegExp, quality: Quality][] = [
  [/^(?:F|BF|FP)(?:16|32)$/, 'lossless'],
  [/^Q8/, 'nearly-lossless'],
  [/^Q6/, 'nearly-lossless'],
  [/^Q5/, 'very-good'],
  [/^(?:Q4_K_(?:M|L|XL)|MXFP4|NVFP4)/, 'very-good'],
  [/^I?Q4/, 'good'],
  [/^(?:Q3_K_(?:M|L|XL)|IQ3_M)/, 'fair'],
  [/^(?:I?Q[1-3]|TQ)/, 'poor'],
]

/** What a path says of its quantization; null: nothing. */
export function quantizationOf(path: string): string | null {
  const withoutExtension = path.replace(/\.gguf$/i, '')
  const found = [...withoutExtension.matchAll(inName)].at(-1)?.[1]
  return found === undefined ? null : found.toUpperCase()
}

/** How much of the original weights it keeps; null where nobody knows. */
export function qualityOf(quantization: string | null): Quality | null {
  const plain = quantization?.replace(/^UD-/, '') ?? ''
  return qualities.find(([pattern]) => pattern.test(plain))?.[1] ?? null
}
