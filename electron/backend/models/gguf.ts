import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { z } from 'zod'
import { FailureError } from '../../contract/failure.ts'
import { samplingOverridesSchema } from '../../contract/sampling.ts'
import { readMetadata } from './gguf-metadata.ts'
import { corrupt, HeaderReader } from './gguf-reader.ts'
import { describe } from './gguf-summary.ts'
import { readTensors } from './gguf-tensors.ts'

/** What the library and the memory estimate need to know of a model, from the header of its file. */
export const ggufSummarySchema = z.object({
  architecture: z.string(),
  name: z.string().nullable(),
  parameters: z.number(),
  quantization: z.string().nullable(),
  contextLength: z.number(),
  license: z.string().nullable(),
  languages: z.array(z.string()),
  sampling: samplingOverridesSchema,
  /** Bytes of all tensors of this file. */
  weightsBytes: z.number(),
  /** Which file of a model that is split into several: 0 for the first, which has the metadata. */
  splitIndex: z.number(),
  shape: z.object({
    embeddingLength: z.number(),
    feedForwardLength: z.number(),
    vocabularySize: z.number(),
    blockCount: z.number(),
    /** Heads that have keys and values, for each layer. */
    headCountKv: z.array(z.number()),
    keyLength: z.number(),
    valueLength: z.number(),
  }),
})
export type GgufSummary = z.infer<typeof ggufSummarySchema>

const magic = 0x46554747
const maxTensors = 65_536

/**
 * Reads the header of a GGUF file, and nothing but the header. Never opens what is not a regular file for more than a look.
 * Throws MODEL_FILE_MISSING or MODEL_FILE_CORRUPT and nothing else.
 */
export async function readGguf(path: string): Promise<GgufSummary> {
  try {
    return await readHeader(path)
  } catch (error) {
    if (error instanceof FailureError) throw error
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new FailureError({ code: 'MODEL_FILE_MISSING', data: { path } })
    throw corrupt(path, 'unreadable', error instanceof Error ? error.message : String(error))
  }
}

async function readHeader(path: string): Promise<GgufSummary> {
  // Non-blocking: opening a FIFO that nobody writes to would wait for ever.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw corrupt(path, 'not-a-file', 'only regular files can be models')
    if (stats.size === 0) throw corrupt(path, 'empty', 'the file is empty')
    const reader = new HeaderReader(file, path, stats.size)
    if (stats.size < 4 || (await reader.u32()) !== magic)
      throw corrupt(path, 'not-gguf', 'the file does not begin with GGUF')
    const version = await reader.u32()
    if (version !== 2 && version !== 3) throw corrupt(path, 'version', `GGUF version ${version}`)
    const tensorCount = await reader.u64()
    const entryCount = await reader.u64()
    if (tensorCount > maxTensors) throw corrupt(path, 'limits', `${tensorCount} tensors`)
    const metadata = await readMetadata(reader, entryCount)
    const tensors = await readTensors(reader, tensorCount, metadata)
    return describe(reader, metadata, tensors)
  } finally {
    await file.close()
  }
}
