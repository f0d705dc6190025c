import { randomInt } from 'node:crypto'
import type { LLamaChatGenerateResponseOptions } from 'node-llama-cpp'
import type { Sampling } from '../contract/sampling.ts'

/** llama.cpp takes the largest one for "another one each time". */
const largestSeed = 0xffff_fffe

/** The repeat penalty looks back this far: llama.cpp's own default. */
const lastTokens = 64

/** The sampling settings in node-llama-cpp's terms. */
export function samplingOptions(sampling: Sampling): LLamaChatGenerateResponseOptions {
  const { temperature, topP, topK, minP, repeatPenalty, seed } = sampling
  return {
    temperature,
    topP,
    topK,
    minP,
    seed: Math.min(seed ?? randomInt(largestSeed), largestSeed),
    repeatPenalty: repeatPenalty === 1 ? false : { penalty: repeatPenalty, lastTokens, penalizeNewLine: true },
  }
}
