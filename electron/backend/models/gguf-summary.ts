import { samplingOverridesSchema, type SamplingOverrides } from '../../contract/sampling.ts'
import { hashOfText } from '../text-hash.ts'
import type { GgufSummary } from './gguf.ts'
import { otherKindOf } from './gguf-kind.ts'
import type { Metadata } from './gguf-metadata.ts'
import type { HeaderReader } from './gguf-reader.ts'
import type { TensorSummary } from './gguf-tensors.ts'
import { fileTypeNames, recurrentArchitectures } from './gguf-types.ts'

const maxName = 120
const maxLayers = 4096
const maxHeads = 65_536
const maxWidth = 2 ** 24
const maxExperts = 65_536

/**
 * Makes the summary, and refuses a header that lacks what llama.cpp cannot do without: it would abort the whole engine process.
 * Throws MODEL_FILE_CORRUPT with reason `metadata`.
 */
export function describe(reader: HeaderReader, metadata: Metadata, tensors: TensorSummary): GgufSummary {
  const architecture = text(metadata, 'general.architecture') ?? ''
  const otherKind = otherKindOf(metadata)
  // Only the first file of a split model has the metadata; what is never loaded need not be whole.
  const isLaterPart = (number(metadata, 'split.no') ?? 0) > 0
  if (!isLaterPart && otherKind === null) requireEssentials(reader, metadata, architecture, tensors)
  const own = (key: string, most: number): number | null => count(reader, metadata, `${architecture}.${key}`, most)
  const embeddingLength = own('embedding_length', maxWidth) ?? 0
  const blockCount = own('block_count', maxLayers) ?? 0
  const perLayer = (key: string, most: number): number[] | null =>
    counts(reader, metadata, { key: `${architecture}.${key}`, most, layers: blockCount })
  const headCount = perLayer('attention.head_count', maxHeads) ?? []
  const headLength = embeddingLength / Math.max(1, ...headCount)
  const template = chatTemplateOf(metadata)
  return {
    architecture,
    name: cleanName(text(metadata, 'general.name')),
    otherKind,
    parameters: tensors.elements,
    quantization: fileTypeNames.get(number(metadata, 'general.file_type') ?? -1) ?? tensors.mainType,
    contextLength: own('context_length', 2 ** 31) ?? 0,
    license: text(metadata, 'general.license')?.slice(0, maxName) || null,
    languages: languagesOf(metadata),
    sampling: samplingOf(metadata),
    weightsBytes: tensors.bytes,
    seldomRead: {
      embeddingBytes: tensors.embeddingBytes,
      hasOutput: tensors.hasOutput,
      expertBytes: tensors.expertBytes,
      expertShare: shareOf(own('expert_used_count', maxExperts), own('expert_count', maxExperts)),
    },
    templateHash: template && hashOfText(template),
    splitIndex: number(metadata, 'split.no') ?? 0,
    shape: {
      embeddingLength,
      feedForwardLength: Math.max(0, ...(perLayer('feed_forward_length', maxWidth) ?? [])),
      vocabularySize: tensors.vocabularySize || vocabularySize(metadata),
      blockCount,
      headCountKv: perLayer('attention.head_count_kv', maxHeads) ?? headCount,
      keyLength: own('attention.key_length', maxWidth) ?? headLength,
      valueLength: own('attention.value_length', maxWidth) ?? headLength,
    },
  }
}

/** The template that llama.cpp takes, too. */
export function chatTemplateOf(metadata: Metadata): string | null {
  return text(metadata, 'tokenizer.chat_template') || null
}

function shareOf(used: number | null, all: number | null): number {
  return used && all ? Math.min(1, used / all) : 1
}

function requireEssentials(
  reader: HeaderReader,
  metadata: Metadata,
  architecture: string,
  tensors: TensorSummary,
): void {
  required(reader, text(metadata, 'general.architecture') !== null, 'general.architecture')
  for (const key of ['context_length', 'embedding_length', 'block_count'])
    required(reader, (number(metadata, `${architecture}.${key}`) ?? 0) > 0, `${architecture}.${key}`)
  required(reader, tensors.count > 0, 'no weights')
  required(reader, (text(metadata, 'tokenizer.ggml.model') ?? '') !== '', 'tokenizer.ggml.model')
  required(reader, vocabularySize(metadata) > 0, 'tokenizer.ggml.tokens')
  if (!recurrentArchitectures.has(architecture)) requireAttention(reader, metadata, architecture)
}

function requireAttention(reader: HeaderReader, metadata: Metadata, architecture: string): void {
  const heads = counts(reader, metadata, { key: `${architecture}.attention.head_count`, most: maxHeads, layers: 1 })
  required(reader, heads?.some((head) => head > 0) ?? false, `${architecture}.attention.head_count`)
  const epsilons = ['attention.layer_norm_rms_epsilon', 'attention.layer_norm_epsilon']
  const hasEpsilon = epsilons.some((key) => number(metadata, `${architecture}.${key}`) !== null)
  required(reader, hasEpsilon, `${architecture}.attention.layer_norm_rms_epsilon`)
}

function required(reader: HeaderReader, isThere: boolean, what: string): void {
  if (!isThere) reader.fail('metadata', what)
}

function number(metadata: Metadata, key: string): number | null {
  const value = metadata.get(key)
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function text(metadata: Metadata, key: string): string | null {
  const value = metadata.get(key)
  return typeof value === 'string' ? value : null
}

/** A whole number from 0 to `most`, or null when there is none. What is computed from it must stay a number. */
function count(reader: HeaderReader, metadata: Metadata, key: string, most: number): number | null {
  const value = metadata.get(key)
  return value === undefined ? null : checked(reader, value, key, most)
}

/** A whole number for each layer: given one by one, or one for all of them; null when there is none. */
function counts(
  reader: HeaderReader,
  metadata: Metadata,
  { key, most, layers }: { key: string; most: number; layers: number },
): number[] | null {
  const value = metadata.get(key)
  if (value === undefined) return null
  if (Array.isArray(value)) return value.map((item) => checked(reader, item, key, most))
  return Array.from<number>({ length: layers }).fill(checked(reader, value, key, most))
}

function checked(reader: HeaderReader, value: unknown, key: string, most: number): number {
  const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
  return isCount ? value : reader.fail('metadata', key)
}

function vocabularySize(metadata: Metadata): number {
  const tokens = metadata.get('tokenizer.ggml.tokens')
  return typeof tokens === 'object' ? tokens.length : 0
}

/** One line without control characters, or null when nothing of it is left. */
function cleanName(name: string | null): string | null {
  const clean = (name ?? '').replaceAll(/[\p{C}\s]+/gu, ' ').trim()
  return clean.slice(0, maxName) || null
}

function languagesOf(metadata: Metadata): string[] {
  const value = metadata.get('general.languages')
  if (!Array.isArray(value)) return []
  return value
    .filter((item) => typeof item === 'string' && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(item))
    .map(String)
}

/** What the model's makers recommend; a value that is out of range is left out. */
function samplingOf(metadata: Metadata): SamplingOverrides {
  const recommended = {
    temperature: number(metadata, 'general.sampling.temp'),
    topP: number(metadata, 'general.sampling.top_p'),
    topK: number(metadata, 'general.sampling.top_k'),
    minP: number(metadata, 'general.sampling.min_p'),
    repeatPenalty: number(metadata, 'general.sampling.penalty_repeat'),
  }
  const usable = Object.entries(recommended).filter(
    ([key, value]) => value !== null && samplingOverridesSchema.safeParse({ [key]: value }).success,
  )
  return samplingOverridesSchema.parse(Object.fromEntries(usable))
}
