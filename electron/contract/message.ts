import { z } from 'zod'
import { failureSchema } from './failure.ts'
import { samplingSchema } from './sampling.ts'

/** A piece of a message. A message is a list of them, in the order they were written. */
export const partSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  /** What a reasoning model thinks before it answers, kept apart from the answer. */
  z.object({ type: z.literal('reasoning'), text: z.string(), durationMs: z.number().nullable() }),
])
export type Part = z.infer<typeof partSchema>

export const messageStatusSchema = z.enum([
  'complete',
  /** Being written right now. */
  'streaming',
  /** The person stopped it; what was written is kept. */
  'stopped',
  /** The application ended while it was written. */
  'interrupted',
  /** See `failure`; what was written is kept. */
  'failed',
])
export type MessageStatus = z.infer<typeof messageStatusSchema>

export const stopReasonSchema = z.enum(['end', 'max-tokens', 'context-full', 'stopped'])
export type StopReason = z.infer<typeof stopReasonSchema>

/**
 * The numbers of one answer. Times in milliseconds, everything else in tokens unless it says otherwise. Of one that was continued: its
 * length, its speed and its duration are those of all its runs together, the time to its first token is that of the first run that wrote
 * one, and the prompt and the context are as the last run found them.
 */
export const measurementsSchema = z.object({
  /** The whole prompt: instructions, history and question. */
  promptTokens: z.int(),
  /** The part of the prompt that was not in the KV cache already and had to be read. */
  evaluatedTokens: z.int(),
  outputTokens: z.int(),
  timeToFirstTokenMs: z.number().nullable(),
  /** Decoding speed after the first token, tokens per second. */
  tokensPerSecond: z.number().nullable(),
  durationMs: z.number(),
  /** Tokens of the instructions (system prompt) within the prompt. */
  systemTokens: z.int(),
  /** Tokens in the context when the answer ended. */
  contextUsed: z.int(),
  contextSize: z.int(),
  /** How many of the oldest messages, on the path to the answer, no longer fitted and were left out of what the model saw. */
  droppedMessages: z.int(),
  /** That computed in the end; null: it was not written down. */
  threads: z.int().nullable().default(null),
})
export type Measurements = z.infer<typeof measurementsSchema>

/** How an answer was made: stored with it, never changed afterwards. */
export const runSchema = z.object({
  modelId: z.string(),
  /** Empty: it was asked for when nobody knew (any more) what it is called. */
  modelName: z.string(),
  sampling: samplingSchema,
  systemPrompt: z.string(),
  stopReason: stopReasonSchema.nullable(),
  measurements: measurementsSchema.nullable(),
})
export type Run = z.infer<typeof runSchema>

export const messageSchema = z.object({
  id: z.string(),
  conversationId: z.string(),
  /** null: a first message. */
  parentId: z.string().nullable(),
  role: z.enum(['user', 'assistant']),
  status: messageStatusSchema,
  failure: failureSchema.nullable(),
  parts: z.array(partSchema),
  /** All messages with the same parent, this one included, oldest first. */
  siblingIds: z.array(z.string()),
  /** The last run that wrote to it, with the numbers of the whole answer; null for the person's own messages. */
  run: runSchema.nullable(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  /** Something of it cannot be read any more where it is stored; this is what can. */
  damaged: z.boolean(),
})
export type Message = z.infer<typeof messageSchema>

/** The message's answer or question as plain text, without its reasoning. */
export function textOf(parts: readonly Part[]): string {
  return parts
    .filter((part) => part.type === 'text')
    .map((part) => part.text)
    .join('')
}
