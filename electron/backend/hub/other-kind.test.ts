import { expect, test } from 'vitest'
import { otherKindOnHub } from './other-kind.ts'

const told = { id: 'owner/Model-GGUF', pipeline: null, tags: ['gguf'], architecture: null }

test.each([
  ['a model for chats', { pipeline: 'text-generation', architecture: 'qwen3' }, null],
  ['one that sees as well', { pipeline: 'image-text-to-text', architecture: 'gemma3' }, null],
  ['one of which nothing is told', {}, null],
  ['a task that nobody knows yet', { pipeline: 'thought-to-text' }, null],
  ['embeddings, by their task', { pipeline: 'sentence-similarity' }, 'embedding'],
  ['embeddings, by their architecture', { pipeline: 'text-generation', architecture: 'nomic-bert' }, 'embedding'],
  ['embeddings, by their name', { id: 'owner/Qwen3-Embedding-0.6B-GGUF', architecture: 'qwen3' }, 'embedding'],
  ['a reranker, by its name', { id: 'owner/bge-reranker-v2-m3-GGUF', pipeline: 'text-classification' }, 'reranker'],
  ['a reranker, by its task', { pipeline: 'text-ranking' }, 'reranker'],
  ['an adapter', { pipeline: 'text-generation', tags: ['gguf', 'base_model:adapter:owner/Model'] }, 'adapter'],
  ['an image encoder', { id: 'owner/mmproj-Model-GGUF' }, 'projector'],
  ['pictures', { pipeline: 'text-to-image', architecture: 'flux' }, 'other'],
  ['a name that only sounds like it', { id: 'embed/Embedded-Coder-GGUF' }, null],
] as const)('%s', (_what, more, kind) => {
  expect(otherKindOnHub({ ...told, ...more })).toBe(kind)
})
