import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { whenFullSchema } from './conversation.ts'
import { contractErrors } from './failure.ts'
import { measurementsSchema, partSchema, stopReasonSchema } from './message.ts'
import { chatFormatSchema, graphicsMemorySchema, loadedModelSchema } from './model.ts'
import { liveStatsSchema } from './generation.ts'
import { samplingSchema } from './sampling.ts'

/** The largest context that is chosen without being asked for, in tokens. */
export const automaticContextSize = 8192

const procedure = oc.errors(contractErrors)

/** One turn of the conversation as the model sees it. The system turn, if any, comes first. */
export const turnSchema = z.object({ role: z.enum(['system', 'user', 'assistant']), parts: z.array(partSchema) })
export type Turn = z.infer<typeof turnSchema>

export const engineLoadEventSchema = z.discriminatedUnion('type', [
  /** From 0 to 1. */
  z.object({ type: z.literal('progress'), progress: z.number() }),
  z.object({ type: z.literal('ready'), loaded: loadedModelSchema }),
])
export type EngineLoadEvent = z.infer<typeof engineLoadEventSchema>

/**
 * What the engine measures of one run. It knows turns, not messages: `droppedTurns` is how many of the oldest ones were left out; the system
 * prompt is never dropped.
 */
export const engineMeasurementsSchema = measurementsSchema
  .omit({ droppedMessages: true })
  .extend({ droppedTurns: z.int() })
export type EngineMeasurements = z.infer<typeof engineMeasurementsSchema>

export const engineGenerationEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reading'), doneTokens: z.int(), totalTokens: z.int() }),
  /** The first token is sent at once, the rest in batches. */
  z.object({ type: z.literal('delta'), kind: z.enum(['text', 'reasoning']), text: z.string(), stats: liveStatsSchema }),
  z.object({
    type: z.literal('end'),
    stopReason: stopReasonSchema,
    measurements: engineMeasurementsSchema,
    /** The context is full, and would have room without the oldest turns that are not left out yet. */
    canLeaveOut: z.boolean(),
  }),
])
export type EngineGenerationEvent = z.infer<typeof engineGenerationEventSchema>

/**
 * What the backend may ask of an engine process, which holds one model. Generations are run one after another; the order is the
 * backend's business.
 */
export const engineContract = {
  /**
   * Opens llama.cpp, with the driver of the graphics processor if `gpu` allows and there is one. Answers the memory that graphics cards have, or
   * null. Why it cannot be opened is told by `load`.
   */
  open: procedure.input(z.object({ gpu: z.boolean() })).output(graphicsMemorySchema.nullable()),
  /** Leaving the loop before `ready` cancels the loading. */
  load: procedure
    .input(
      z.object({
        path: z.string(),
        /** Tokens; null: as large as the model was trained for and the memory allows, `automaticContextSize` at most. */
        contextSize: z.int().nullable(),
        threads: z.int().nullable(),
        chatFormat: chatFormatSchema.default('own'),
      }),
    )
    .output(eventIterator(engineLoadEventSchema)),
  /**
   * Writes the next answer; a last turn of the assistant is continued. Only tokens that the KV cache does not hold are evaluated.
   * Leaving the loop aborts.
   */
  generate: procedure
    .input(
      z.object({
        generationId: z.string(),
        turns: z.array(turnSchema).min(1),
        sampling: samplingSchema,
        whenFull: whenFullSchema,
      }),
    )
    .output(eventIterator(engineGenerationEventSchema)),
  /** Ends a generation at once; its stream closes with an `end` whose reason is `stopped`. */
  stop: procedure.input(z.object({ generationId: z.string() })).output(z.void()),
  /**
   * Reads what is certain before the question is known: the turns, and `draft`, what is typed of it; where the typing `rests`, then also what
   * follows if that is all of it. Gives way to a generation at once.
   */
  prefill: procedure
    .input(z.object({ turns: z.array(turnSchema), draft: z.string(), rests: z.boolean().default(false) }))
    .output(z.object({ evaluatedTokens: z.int() })),
  /**
   * Measures this computer with the model, on a sequence of its own: decoding (tokens per second), and reading memory (bytes per second).
   * Gives way to a generation at once; then both are 0.
   */
  calibrate: procedure.output(z.object({ tokensPerSecond: z.number(), memoryBytesPerSecond: z.number() })),
  /** A few words that name the conversation, on a sequence of its own; '' when the model wrote nothing usable. */
  title: procedure.input(z.object({ turns: z.array(turnSchema) })).output(z.object({ title: z.string() })),
}
