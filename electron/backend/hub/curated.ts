import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { curatedModelSchema, type CuratedModel } from '../../contract/hub.ts'
import type { GgufSummary } from '../models/gguf.ts'
import { estimateMemory } from '../models/memory.ts'
import type { Computer } from './fit.ts'

/** An entry of the list's file: what is shown, and the shape that its estimate needs, as its header has it. */
const entrySchema = curatedModelSchema
  .omit({ estimate: true, tokensPerSecond: true, modelId: true })
  .extend({
    parameters: z.int().positive(),
    /** Of a mixture of experts: the weights that are read for each token. */
    activeParameters: z.int().positive().optional(),
    sizeBytes: z.int().positive(),
    languages: z.array(z.string().regex(/^[a-z]{2}$/)).min(1),
    shape: z.strictObject({
      contextLength: z.int().positive(),
      embeddingLength: z.int().positive(),
      feedForwardLength: z.int().positive(),
      vocabularySize: z.int().positive(),
      blockCount: z.int().positive(),
      /** Heads that have keys and values, of one layer: the same in all, or in `attentionLayers` of them. */
      headCountKv: z.int().positive(),
      attentionLayers: z.int().positive().optional(),
      headLength: z.int().positive(),
    }),
  })
  .strict()
type CuratedEntry = z.infer<typeof entrySchema>

/** The whole file. */
export const curatedListSchema = z.array(entrySchema).min(1)

/** The starting list as the file has it; one that cannot be read is empty, since nothing depends on it. */
export async function readCuratedList(file: string): Promise<CuratedEntry[]> {
  try {
    return curatedListSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return []
  }
}

/** An entry on this computer. */
export function curatedOn(
  { shape, activeParameters, ...entry }: CuratedEntry,
  contextSize: number | null,
  computer: Computer,
  modelId: string | null,
): CuratedModel {
  const summary = summaryOf({ shape, activeParameters, ...entry })
  return {
    ...entry,
    estimate: estimateMemory(summary, contextSize, computer.memory()),
    tokensPerSecond: computer.tokensPerSecond(summary),
    modelId,
  }
}

function summaryOf({ shape, parameters, activeParameters, sizeBytes, ...entry }: CuratedEntry): GgufSummary {
  const { blockCount, attentionLayers = blockCount, headCountKv, headLength } = shape
  const heads = Array.from({ length: blockCount }, (_, layer) => (layer < attentionLayers ? headCountKv : 0))
  const idle = 1 - (activeParameters ?? parameters) / parameters
  return {
    architecture: '',
    name: entry.name,
    otherKind: null,
    parameters,
    quantization: entry.quantization,
    contextLength: shape.contextLength,
    license: entry.license,
    languages: entry.languages,
    sampling: {},
    weightsBytes: sizeBytes,
    seldomRead: { embeddingBytes: 0, hasOutput: false, expertBytes: sizeBytes * idle, expertShare: 0 },
    templateHash: null,
    splitIndex: 0,
    shape: {
      embeddingLength: shape.embeddingLength,
      feedForwardLength: shape.feedForwardLength,
      vocabularySize: shape.vocabularySize,
      blockCount,
      headCountKv: heads,
      keyLength: headLength,
      valueLength: headLength,
    },
  }
}
