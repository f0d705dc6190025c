import type { OtherKind } from '../../contract/failure.ts'
import { kindOfArchitecture } from '../models/gguf-kind.ts'

/** What the hub tells of a repository that says what its files are for. */
interface Told {
  id: string
  /** `pipeline_tag`: what the model is for, as its publisher or the hub says. */
  pipeline: string | null
  tags: readonly string[]
  /** Of its first GGUF file. */
  architecture: string | null
}

/** Names that say it, in the order in which they count: an embedding model may be made from one that chats, and be marked as that. */
const names: readonly [RegExp, OtherKind][] = [
  [/(?:^|[-._])rerank(?:er|ing)?(?:[-._]|$)/i, 'reranker'],
  [/(?:^|[-._])embed(?:ding|dings|der)?(?:[-._]|$)/i, 'embedding'],
  [/(?:^|[-._])mmproj(?:[-._]|$)/i, 'projector'],
]

/** The hub's tasks (huggingface.co/tasks) that are no writing of text. Those that nobody knows yet may be. */
const pipelines: ReadonlyMap<string, OtherKind> = new Map([
  ...['feature-extraction', 'sentence-similarity', 'image-feature-extraction'].map(
    (task) => [task, 'embedding'] as const,
  ),
  ['text-ranking', 'reranker'],
  ...[
    'audio-classification',
    'audio-to-audio',
    'automatic-speech-recognition',
    'depth-estimation',
    'fill-mask',
    'image-classification',
    'image-segmentation',
    'image-text-to-image',
    'image-text-to-video',
    'image-to-3d',
    'image-to-image',
    'image-to-video',
    'object-detection',
    'text-classification',
    'text-to-3d',
    'text-to-audio',
    'text-to-image',
    'text-to-speech',
    'text-to-video',
    'time-series-forecasting',
    'token-classification',
    'video-to-video',
    'zero-shot-classification',
  ].map((task) => [task, 'other'] as const),
])

/** What a repository has where one cannot chat with it; null: one can, as far as its name and the hub tell. */
export function otherKindOnHub({ id, pipeline, tags, architecture }: Told): OtherKind | null {
  const name = id.slice(id.indexOf('/') + 1)
  const byName = names.find(([pattern]) => pattern.test(name))?.[1]
  // The hub's own word for what was trained beside a model, and is no model by itself.
  const isAdapter = tags.some((tag) => tag.startsWith('base_model:adapter:'))
  return byName ?? kindOfArchitecture(architecture) ?? (isAdapter ? 'adapter' : (pipelines.get(pipeline ?? '') ?? null))
}
