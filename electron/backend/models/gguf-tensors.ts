import type { Metadata } from './gguf-metadata.ts'
import type { HeaderReader } from './gguf-reader.ts'
import { tensorBlocks } from './gguf-types.ts'

/** All tensors of a file, added up. */
export interface TensorSummary {
  count: number
  elements: number
  bytes: number
  /** The tensor type that holds most of the bytes. */
  mainType: string | null
  /** Rows of the token embeddings: the size of the vocabulary. 0 where there are none. */
  vocabularySize: number
  /** The token embeddings: for each token, one row of them is read. */
  embeddingBytes: number
  /** Whether there is an output matrix; where there is none, the token embeddings are read as a whole instead. */
  hasOutput: boolean
  /** All experts of all layers: for each token, only some of them are read. */
  expertBytes: number
}

const maxDimensions = 4
const defaultAlignment = 32

/** Every expert of a layer in one tensor: `blk.0.ffn_gate_exps.weight`. */
const expertTensor = /^blk\.\d+\.ffn_\w+_exps\.weight$/

/** So many tensors, of which nothing has been read yet. */
export function noneRead(count: number): TensorSummary {
  return {
    count,
    elements: 0,
    bytes: 0,
    mainType: null,
    vocabularySize: 0,
    embeddingBytes: 0,
    hasOutput: false,
    expertBytes: 0,
  }
}

interface Extent {
  offset: number
  bytes: number
}

/** Reads the tensors' names, shapes and places, and checks that each lies within the file. Throws MODEL_FILE_CORRUPT. */
export async function readTensors(reader: HeaderReader, count: number, metadata: Metadata): Promise<TensorSummary> {
  const summary = noneRead(count)
  const extents: Extent[] = []
  const bytesByType = new Map<string, number>()
  for (let index = 0; index < count; index++) {
    const name = await reader.string()
    const dimensions = await readDimensions(reader)
    const type = await reader.u32()
    const offset = await reader.u64()
    const elements = dimensions.reduce((product, dimension) => product * dimension, 1)
    if (!Number.isSafeInteger(elements)) reader.fail('limits', `a tensor of ${elements} elements`)
    const bytes = sizeOf(reader, type, elements, dimensions[0] ?? 1)
    extents.push({ offset, bytes })
    summary.elements += elements
    summary.bytes += bytes
    const typeName = tensorBlocks.get(type)?.name
    if (typeName) bytesByType.set(typeName, (bytesByType.get(typeName) ?? 0) + bytes)
    if (name === 'token_embd.weight') {
      summary.vocabularySize = dimensions[1] ?? 0
      summary.embeddingBytes = bytes
    }
    if (name === 'output.weight') summary.hasOutput = true
    if (expertTensor.test(name)) summary.expertBytes += bytes
  }
  checkExtents(reader, extents, alignmentOf(reader, metadata))
  summary.mainType = [...bytesByType].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null
  return summary
}

async function readDimensions(reader: HeaderReader): Promise<number[]> {
  const count = await reader.u32()
  if (count > maxDimensions) reader.fail('limits', `a tensor of ${count} dimensions`)
  const dimensions: number[] = []
  for (let index = 0; index < count; index++) {
    const dimension = await reader.u64()
    // llama.cpp ends the whole process for it.
    if (dimension === 0) reader.fail('metadata', 'a tensor without elements')
    dimensions.push(dimension)
  }
  return dimensions
}

/** Bytes of a tensor; 0 for a type that is newer than this table, whose size nobody can check. */
function sizeOf(reader: HeaderReader, type: number, elements: number, rowLength: number): number {
  const block = tensorBlocks.get(type)
  if (!block) return 0
  if (rowLength % block.elements !== 0) reader.fail('metadata', `a row of ${rowLength} in blocks of ${block.elements}`)
  return (elements / block.elements) * block.bytes
}

function alignmentOf(reader: HeaderReader, metadata: Metadata): number {
  const alignment = metadata.get('general.alignment') ?? defaultAlignment
  const valid = typeof alignment === 'number' && Number.isInteger(alignment) && alignment > 0 && alignment <= 1_048_576
  return valid && Number.isInteger(Math.log2(alignment)) ? alignment : reader.fail('metadata', 'the alignment')
}

function checkExtents(reader: HeaderReader, extents: readonly Extent[], alignment: number): void {
  const dataStart = Math.ceil(reader.position / alignment) * alignment
  for (const { offset, bytes } of extents) {
    if (offset % alignment !== 0) reader.fail('metadata', `a tensor at ${offset}, not at a multiple of ${alignment}`)
    const end = dataStart + offset + bytes
    if (end > reader.fileSize)
      reader.fail('truncated', `the weights end at byte ${end}, the file at ${reader.fileSize}`)
  }
}
