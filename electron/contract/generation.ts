import { z } from 'zod'
import { messageSchema } from './message.ts'

/** What a running answer is doing before and while it writes. */
export const generationPhaseSchema = z.discriminatedUnion('name', [
  /** Another answer is being written by the same model. */
  z.object({ name: z.literal('queued') }),
  z.object({ name: z.literal('loading'), progress: z.number() }),
  /** Reading the prompt, in tokens. */
  z.object({ name: z.literal('reading'), doneTokens: z.int(), totalTokens: z.int() }),
  z.object({ name: z.literal('writing') }),
])
export type GenerationPhase = z.infer<typeof generationPhaseSchema>

/**
 * An engine that says nothing for this long (ms) while it reads or writes has perhaps hung, and perhaps is only slow: the person is told, and if
 * they stop it, it is not asked any more.
 */
export const silenceMs = 30_000

/** The numbers of an answer while it is written. */
export const liveStatsSchema = z.object({
  outputTokens: z.int(),
  tokensPerSecond: z.number().nullable(),
  timeToFirstTokenMs: z.number().nullable(),
  contextUsed: z.int(),
  contextSize: z.int(),
})
export type LiveStats = z.infer<typeof liveStatsSchema>

/**
 * What attaching to a message answers: one snapshot, then what happened since, in order. `seq` grows by one with each event, so
 * that a gap would be noticed; the last event is `end`, with the message as it is stored.
 */
export const generationEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    seq: z.int(),
    message: messageSchema,
    phase: generationPhaseSchema,
    stats: liveStatsSchema.nullable(),
  }),
  z.object({ type: z.literal('phase'), seq: z.int(), phase: generationPhaseSchema }),
  /** Text to append: to the last part if it is of this kind, else to a new one. */
  z.object({
    type: z.literal('delta'),
    seq: z.int(),
    kind: z.enum(['text', 'reasoning']),
    text: z.string(),
    stats: liveStatsSchema,
  }),
  z.object({ type: z.literal('end'), seq: z.int(), message: messageSchema }),
])
export type GenerationEvent = z.infer<typeof generationEventSchema>
