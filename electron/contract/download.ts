import { z } from 'zod'
import { failureSchema } from './failure.ts'
import { repositoryIdSchema, repositoryPathSchema } from './hub.ts'

export const downloadStateSchema = z.enum([
  /** Waits for its turn. */
  'queued',
  /** The person paused it, or a full disk did (`failure` says so). */
  'paused',
  'running',
  /** Something went wrong that may pass by itself (`failure`); it is tried again at `retryAt`. */
  'waiting',
  /** All bytes are there and are being compared with the hub's checksum. */
  'verifying',
  /** It cannot go on without the person: `failure` says why. */
  'failed',
  'done',
])
export type DownloadState = z.infer<typeof downloadStateSchema>

/** How fast something comes that takes a while. */
export const paceSchema = z.object({
  /** null: not known yet, or nothing is coming. */
  bytesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
})
export type Pace = z.infer<typeof paceSchema>

/** A model on its way to this computer. Sizes in bytes. */
export const downloadSchema = z.object({
  id: z.string(),
  repository: repositoryIdSchema,
  revision: z.string(),
  /** Path of the (first) file inside the repository. */
  file: repositoryPathSchema,
  /** What people call it. */
  name: z.string(),
  quantization: z.string().nullable(),
  fileCount: z.int(),
  sizeBytes: z.number(),
  /** Of what is safely on the disk. */
  receivedBytes: z.number(),
  state: downloadStateSchema,
  failure: failureSchema.nullable(),
  /** Milliseconds since 1970. */
  retryAt: z.number().nullable(),
  ...paceSchema.shape,
  /** Whether the hub tells a checksum of each of its files; else their sizes are all there is to compare. */
  hasChecksums: z.boolean(),
  /** What it became; set when it is `done`. */
  modelId: z.string().nullable(),
  /** Milliseconds since 1970. */
  addedAt: z.number(),
})
export type Download = z.infer<typeof downloadSchema>
