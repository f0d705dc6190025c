import type { OtherKind } from '../../contract/failure.ts'
import type { Metadata } from './gguf-metadata.ts'

/** `general.type` of files that are no models: what belongs to one, or was measured of one (gguf-py, GGUFType). */
const types: ReadonlyMap<unknown, OtherKind> = new Map([
  ['adapter', 'adapter'],
  ['mmproj', 'projector'],
  ['imatrix', 'other'],
])

/** Architectures that never write text, by their names in llama.cpp (llama-arch.cpp). */
const architectures: ReadonlyMap<unknown, OtherKind> = new Map([
  ['clip', 'projector'],
  ['wavtokenizer-dec', 'other'],
  ...[
    'bert',
    'modern-bert',
    'neo-bert',
    'nomic-bert',
    'nomic-bert-moe',
    'jina-bert-v2',
    'jina-bert-v3',
    'eurobert',
    'gemma-embedding',
    'llama-embed',
    't5encoder',
  ].map((name) => [name, 'embedding'] as const),
])

/** `<architecture>.pooling_type` (llama.h, enum llama_pooling_type): 1 to 3 make one vector of a text, 4 a mark. Without it, or at 0, it writes. */
const rankPooling = 4

/** What a model of this architecture is where it never writes text; null: it does, or is not known. */
export function kindOfArchitecture(architecture: string | null): OtherKind | null {
  return architectures.get(architecture) ?? null
}

/** What a GGUF file is where one cannot chat with it; null: one can, as far as its header tells. */
export function otherKindOf(metadata: Metadata): OtherKind | null {
  const architecture = metadata.get('general.architecture')
  const pooling = typeof architecture === 'string' ? metadata.get(`${architecture}.pooling_type`) : null
  if (pooling === rankPooling) return 'reranker'
  const isPooled = typeof pooling === 'number' && pooling > 0
  return types.get(metadata.get('general.type')) ?? architectures.get(architecture) ?? (isPooled ? 'embedding' : null)
}
