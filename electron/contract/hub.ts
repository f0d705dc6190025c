import { z } from 'zod'
import { otherKindSchema } from './failure.ts'
import { memoryEstimateSchema } from './model.ts'

/** `owner/name`, as the hub has it: what else a repository is called does not exist for us (no `..`, no slash more). */
export const repositoryIdSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*\/[A-Za-z0-9][A-Za-z0-9._-]*$/)

/** A file's path inside a repository: names without control characters, none of them `.` or `..`, never absolute. */
export const repositoryPathSchema = z
  .string()
  .max(500)
  .regex(/^(?!\/)(?:(?!\.{1,2}(?:\/|$))[^/\\\p{C}:*?"<>|]+(?:\/|$))+$/u)
  .refine((path) => !path.endsWith('/'))

export const hubSortSchema = z.enum(['downloads', 'likes', 'updated'])
export type HubSort = z.infer<typeof hubSortSchema>

/** A repository with GGUF files, as the hub's list tells of it. */
export const hubRepositorySummarySchema = z.object({
  id: repositoryIdSchema,
  downloads: z.int(),
  likes: z.int(),
  /** Milliseconds since 1970. */
  updatedAt: z.number().nullable(),
  /** A licence must be accepted on the hub's page first. */
  gated: z.boolean(),
  license: z.string().nullable(),
  parameters: z.number().nullable(),
  architecture: z.string().nullable(),
  /** What it has where one cannot chat with it, as far as the hub tells; null: nothing speaks against it. */
  otherKind: otherKindSchema.nullable(),
})
export type HubRepositorySummary = z.infer<typeof hubRepositorySummarySchema>

/** How much of the original weights a quantization keeps, for people. */
export const qualitySchema = z.enum(['poor', 'fair', 'good', 'very-good', 'nearly-lossless', 'lossless'])
export type Quality = z.infer<typeof qualitySchema>

/** One quantization of a repository: a file, or all the files that it is split into. */
export const hubChoiceSchema = z.object({
  /** Path of the (first) file: names the choice. */
  file: repositoryPathSchema,
  quantization: z.string().nullable(),
  quality: qualitySchema.nullable(),
  sizeBytes: z.number(),
  files: z.array(z.object({ path: repositoryPathSchema, sizeBytes: z.number(), sha256: z.string().nullable() })).min(1),
  /** The model that this one became on this computer; null: not installed. */
  modelId: z.string().nullable(),
})
export type HubChoice = z.infer<typeof hubChoiceSchema>

/** A repository's page, without what is fetched apart from it (README, fit). */
export const hubRepositorySchema = hubRepositorySummarySchema.extend({
  /** The commit that all of this was read at. */
  revision: z.string().regex(/^[0-9a-f]{40}$/),
  /** The smallest first. */
  choices: z.array(hubChoiceSchema),
  hasReadme: z.boolean(),
  /** The page for a browser. */
  pageUrl: z.string(),
})
export type HubRepository = z.infer<typeof hubRepositorySchema>

/** What is expected of a choice on this computer. */
export const choiceFitSchema = z.object({
  file: repositoryPathSchema,
  estimate: memoryEstimateSchema,
  /** Decoding, tokens per second; null while this computer has not been measured. */
  tokensPerSecond: z.number().nullable(),
  /** The one to take here: the best quality that fits. At most one of a repository. */
  recommended: z.boolean(),
})
export type ChoiceFit = z.infer<typeof choiceFitSchema>

export const modelKindSchema = z.enum(['general', 'code', 'reasoning', 'multilingual'])
export type ModelKind = z.infer<typeof modelKindSchema>

/** An entry of the starting list that ships with the application. */
export const curatedModelSchema = z.object({
  repository: repositoryIdSchema,
  file: repositoryPathSchema,
  name: z.string(),
  quantization: z.string(),
  kinds: z.array(modelKindSchema).min(1),
  parameters: z.number(),
  /** About: the hub tells it exactly before a download. */
  sizeBytes: z.number(),
  license: z.string(),
  languages: z.array(z.string()),
  /** One sentence, by language of the interface. */
  sentence: z.object({ en: z.string(), 'zh-CN': z.string() }),
  estimate: memoryEstimateSchema,
  tokensPerSecond: z.number().nullable(),
  /** The model that it became on this computer; null: not installed. */
  modelId: z.string().nullable(),
})
export type CuratedModel = z.infer<typeof curatedModelSchema>

/** The one model of the list that suits this computer, and what it was chosen by. */
export const suggestionSchema = z.object({
  model: curatedModelSchema,
  /** What decided: the memory, or the speed of computing, of this computer. Bytes. */
  memoryBytes: z.number(),
  backend: z.string(),
  limitedBy: z.enum(['memory', 'speed', 'list']),
  /** It was chosen for the interface's language. */
  speaksLanguage: z.boolean(),
  /** With the speed of the last downloads; null before any. */
  downloadSeconds: z.number().nullable(),
})
export type Suggestion = z.infer<typeof suggestionSchema>
