import { z } from 'zod'

/** What `bare-llama.ts` is asked for, as its argument in JSON. Everything as the application has it. */
export const bareRequestSchema = z.object({
  modelPath: z.string(),
  systemPrompt: z.string(),
  question: z.string(),
  threads: z.int(),
  contextSize: z.int(),
  maxTokens: z.int(),
  /** Answers to measure; one short answer comes before them and does not count. */
  rounds: z.int(),
})
export type BareRequest = z.infer<typeof bareRequestSchema>

/** One measured answer: milliseconds, and tokens per second after the first token. */
export const bareResultSchema = z.object({
  timeToFirstTokenMs: z.number(),
  tokensPerSecond: z.number(),
  tokens: z.int(),
})
export type BareResult = z.infer<typeof bareResultSchema>
