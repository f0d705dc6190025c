import { z } from 'zod'
import { FailureError, otherKindSchema } from '../../contract/failure.ts'
import { samplingOverridesSchema } from '../../contract/sampling.ts'
import { hasCode, openWithoutWaiting } from '../disk.ts'
import { readMetadata, type Metadata } from './gguf-metadata.ts'
import { corrupt, HeaderReader } from './gguf-reader.ts'
import { chatTemplateOf, describe } from './gguf-summary.ts'
import { readTensors } from './gguf-tensors.ts'

/** What the library and the memory estimate need to know of a model, from the header of its file. */
export const ggufSummarySchema = z.object({
  architecture: z.string(),
  name: z.string().nullable(),
  /** What it is where one cannot chat with it. */
  otherKind: otherKindSchema.nullable(),
  parameters: z.number(),
  quantization: z.string().nullable(),
  contextLength: z.number(),
  license: z.string().nullable(),
  languages: z.array(z.string()),
  sampling: samplingOverridesSchema,
  /** Bytes of all tensors of this file. */
  weightsBytes: z.number(),
  /** What of them is not read for every token. */
  seldomRead: z.object({
    embeddingBytes: z.number(),
    hasOutput: z.boolean(),
    expertBytes: z.number(),
    /** Which share of the experts a token is given to; 1 where there are none. */
    expertShare: z.number(),
  }),
  /** SHA-256 of the chat template; null: there is none. */
  templateHash: z.string().nullable(),
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
const shownTemplate = 1_000_000

/**
 * Reads the header of a GGUF file, and nothing but the header. Never opens what is not a regular file for more than a look.
 * Throws MODEL_FILE_MISSING or MODEL_FILE_CORRUPT and nothing else.
 */
export async function readGguf(path: string): Promise<GgufSummary> {
  return readFrom(path, readSummary)
}

/** As `readGguf`, from wherever the reader reads. Throws MODEL_FILE_CORRUPT, or what the reader's source throws. */
export async function readSummary(reader: HeaderReader): Promise<GgufSummary> {
  const { metadata, tensorCount } = await readBeginning(reader)
  const tensors = await readTensors(reader, tensorCount, metadata)
  return describe(reader, metadata, tensors)
}

/** The chat template in a file's header, its first million characters; null: there is none. Throws as `readGguf` does. */
export async function readChatTemplate(path: string): Promise<string | null> {
  return readFrom(path, async (reader) => {
    const { metadata } = await readBeginning(reader)
    return chatTemplateOf(metadata)?.slice(0, shownTemplate) ?? null
  })
}

async function readFrom<T>(path: string, read: (reader: HeaderReader) => Promise<T>): Promise<T> {
  try {
    return await withReader(path, read)
  } catch (error) {
    if (error instanceof FailureError) throw error
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) throw new FailureError({ code: 'MODEL_FILE_MISSING', data: { path } })
    throw corrupt(path, 'unreadable', error instanceof Error ? error.message : String(error))
  }
}

async function withReader<T>(path: string, read: (reader: HeaderReader) => Promise<T>): Promise<T> {
  const file = await openWithoutWaiting(path)
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw corrupt(path, 'not-a-file', 'only regular files can be models')
    if (stats.size === 0) throw corrupt(path, 'empty', 'the file is empty')
    return await read(new HeaderReader(file, path, stats.size))
  } finally {
    await file.close()
  }
}

async function readBeginning(reader: HeaderReader): Promise<{ metadata: Metadata; tensorCount: number }> {
  const { tensorCount, entryCount } = await readCounts(reader)
  return { metadata: await readMetadata(reader, entryCount), tensorCount }
}

/** What every GGUF file begins with: how many tensors and how many entries of metadata there are. Throws MODEL_FILE_CORRUPT. */
export async function readCounts(reader: HeaderReader): Promise<{ tensorCount: number; entryCount: number }> {
  if (reader.fileSize < 4 || (await reader.u32()) !== magic)
    reader.fail('not-gguf', 'the file does not begin with GGUF')
  const version = await reader.u32()
  if (version !== 2 && version !== 3) reader.fail('version', `GGUF version ${version}`)
  const tensorCount = await reader.u64()
  const entryCount = await reader.u64()
  if (tensorCount > maxTensors) reader.fail('limits', `${tensorCount} tensors`)
  return { tensorCount, entryCount }
}
