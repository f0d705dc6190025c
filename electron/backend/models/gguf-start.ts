import { readCounts, type GgufSummary } from './gguf.ts'
import { metadataAsItComes, type Metadata } from './gguf-metadata.ts'
import { HeaderReader, type ByteSource } from './gguf-reader.ts'
import { describe } from './gguf-summary.ts'
import { noneRead } from './gguf-tensors.ts'

/** What the beginning of a header tells of a model: everything but its tensors. */
export interface GgufStart {
  /** Without sizes: `parameters`, `weightsBytes` and `seldomRead` are those of no tensors. */
  summary: GgufSummary
  /** Weights of all experts of all layers; 0 where there are none. */
  expertParameters: number
}

/** Each expert is three matrices: gate, up and down. */
const matricesPerExpert = 3

/**
 * Reads as little of a header as the memory estimate needs, usually its first few kilobytes. `name` is for what is thrown: MODEL_FILE_CORRUPT,
 * or what the source throws.
 */
export async function readGgufStart(source: ByteSource, name: string, fileSize: number): Promise<GgufStart> {
  const reader = new HeaderReader(source, name, fileSize)
  const { tensorCount, entryCount } = await readCounts(reader)
  for await (const { entries, isWhole } of metadataAsItComes(reader, entryCount)) {
    try {
      return startOf(reader, entries, tensorCount)
    } catch (error) {
      // What is missing may follow the vocabulary.
      if (isWhole) throw error
    }
  }
  return reader.fail('metadata', 'no metadata')
}

/** The model as it is with tensors of `weightsBytes` in all. `parameters`: all its weights, as far as they are known. */
export function summaryOf(start: GgufStart, weightsBytes: number, parameters: number | null): GgufSummary {
  const { summary, expertParameters } = start
  const share = parameters ? Math.min(1, expertParameters / parameters) : 0
  return {
    ...summary,
    weightsBytes,
    parameters: parameters ?? 0,
    seldomRead: { ...summary.seldomRead, expertBytes: weightsBytes * share },
  }
}

function startOf(reader: HeaderReader, metadata: Metadata, tensorCount: number): GgufStart {
  const summary = describe(reader, metadata, noneRead(tensorCount))
  const { architecture, shape } = summary
  const own = (key: string): number => {
    const value = metadata.get(`${architecture}.${key}`)
    return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0
  }
  const expertWidth = own('expert_feed_forward_length') || shape.feedForwardLength
  const experts = shape.blockCount * own('expert_count')
  return { summary, expertParameters: experts * matricesPerExpert * shape.embeddingLength * expertWidth }
}
