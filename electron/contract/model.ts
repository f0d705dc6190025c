import { z } from 'zod'
import { failureSchema } from './failure.ts'
import { samplingOverridesSchema } from './sampling.ts'

/** Whether a model fits this computer's memory: with room to spare, only just, or not at all. */
export const fitSchema = z.enum(['fits', 'tight', 'will-not-fit'])
export type Fit = z.infer<typeof fitSchema>

/** The memory of graphics cards that is not the computer's own (VRAM), in bytes: all of it, and what of it is free. */
export const graphicsMemorySchema = z.object({ totalBytes: z.number(), availableBytes: z.number() })
export type GraphicsMemory = z.infer<typeof graphicsMemorySchema>

/** Memory that a model is expected to take, in bytes, at the given context size (tokens). */
export const memoryEstimateSchema = z.object({
  weightsBytes: z.number(),
  /** KV cache at `contextSize`. */
  contextBytes: z.number(),
  /** Working memory for computing. */
  computeBytes: z.number(),
  totalBytes: z.number(),
  /** What of all this lies on the graphics cards, and what those have in all; null: there are none, or nobody has looked yet. */
  graphics: z.object({ bytes: z.number(), totalBytes: z.number() }).nullable(),
  contextSize: z.int(),
  fit: fitSchema,
  /** What this computer has in all and what of it is free now. */
  computerBytes: z.number(),
  availableBytes: z.number(),
})
export type MemoryEstimate = z.infer<typeof memoryEstimateSchema>

/** What this computer and its graphics cards have in all, in bytes: what an estimate's `totalBytes` is a part of. */
export function wholeMemory({ computerBytes, graphics }: Pick<MemoryEstimate, 'computerBytes' | 'graphics'>): number {
  return computerBytes + (graphics?.totalBytes ?? 0)
}

/** Which way a chat is written out for a model: by the template in its file, or by a standard one, because that cannot be used. */
export const chatFormatSchema = z.enum(['own', 'standard'])
export type ChatFormatName = z.infer<typeof chatFormatSchema>

/** A model as the library shows it. Everything about the file comes from the file itself. */
export const modelSchema = z.object({
  /** Stable for the same file at the same place. */
  id: z.string(),
  /** What the person called it, or else what its file says. */
  name: z.string(),
  /** Whether the name is the person's. */
  renamed: z.boolean(),
  path: z.string(),
  /** Carried inside the application, found in the models folder, added by the person, or another application's and used in place. */
  source: z.enum(['built-in', 'folder', 'added', 'adopted']),
  /** Whose it is, where it is `adopted`. */
  application: z.string().nullable(),
  /** The hub's repository and file that it was downloaded from; null: it was not, or not by us. */
  origin: z.object({ repository: z.string(), file: z.string() }).nullable(),
  /** Of all its files. */
  sizeBytes: z.number(),
  fileCount: z.int(),
  architecture: z.string().nullable(),
  /** Number of weights; null where the file does not tell. */
  parameters: z.number().nullable(),
  quantization: z.string().nullable(),
  /** Tokens the model was trained for. */
  contextLength: z.number().nullable(),
  license: z.string().nullable(),
  /** BCP 47 codes of the languages it is good for; empty where unknown. */
  languages: z.array(z.string()),
  recommended: z.object({ systemPrompt: z.string().nullable(), sampling: samplingOverridesSchema }),
  estimate: memoryEstimateSchema.nullable(),
  /** What it took when it was last loaded, beside what had been expected then. Bytes; tokens. */
  measuredMemory: z.object({ bytes: z.number(), expectedBytes: z.number(), contextSize: z.int() }).nullable(),
  /** Decoding on this computer, tokens per second. */
  speed: z.object({ tokensPerSecond: z.number(), measured: z.boolean() }).nullable(),
  /** Where its chat template comes from; `changed`: it is not the one that its publisher's repository has. */
  chatTemplate: z.enum(['none', 'own', 'publisher', 'changed']),
  chatFormat: chatFormatSchema,
  /** Why it cannot be used; null when it can. */
  failure: failureSchema.nullable(),
  lastUsedAt: z.number().nullable(),
})
export type Model = z.infer<typeof modelSchema>

/** What the engine reports of a loaded model: chosen by it, and shown. */
export const loadedModelSchema = z.object({
  contextSize: z.int(),
  threads: z.int(),
  /** 'cpu', or the graphics API that carries layers. */
  backend: z.string(),
  gpuLayers: z.int(),
  /** Memory of the engine process after loading, bytes. */
  memoryBytes: z.number(),
  loadMs: z.number(),
})
export type LoadedModel = z.infer<typeof loadedModelSchema>

/** What the one model that is (being) loaded is doing. */
export const engineStateSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('idle') }),
  /** `progress` from 0 to 1, as the weights are read. */
  z.object({ phase: z.literal('loading'), modelId: z.string(), progress: z.number() }),
  z.object({ phase: z.literal('ready'), modelId: z.string(), loaded: loadedModelSchema }),
  z.object({ phase: z.literal('failed'), modelId: z.string(), failure: failureSchema }),
])
export type EngineState = z.infer<typeof engineStateSchema>

/** The models folder is not there, or nothing may be written in it. */
export const folderTroubleSchema = z.enum(['missing', 'read-only'])
export type FolderTrouble = z.infer<typeof folderTroubleSchema>
