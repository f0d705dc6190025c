import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { SettingsPatch } from '../electron/contract/settings.ts'
import type { BareRequest } from './bare-protocol.ts'

const folder = new URL('../resources/models/', import.meta.url)
const builtIn = z
  .object({ file: z.string(), systemPrompt: z.string() })
  .parse(JSON.parse(readFileSync(new URL('built-in.json', folder), 'utf8')))

/** The built-in model's file. */
export const builtInPath = fileURLToPath(new URL(builtIn.file, folder))

/** Greedy, no penalties, so many tokens: the same text on both sides. */
export function greedy(maxTokens: number): SettingsPatch {
  return { sampling: { temperature: 0, topP: 1, topK: 0, minP: 0, repeatPenalty: 1, maxTokens } }
}

/** What the baseline is asked: the built-in model as Hearth has it. */
export function bareRequest(question: string, maxTokens: number, rounds: number, threads = 2): BareRequest {
  return {
    modelPath: builtInPath,
    systemPrompt: builtIn.systemPrompt,
    question,
    threads,
    contextSize: 8192,
    maxTokens,
    rounds,
  }
}
