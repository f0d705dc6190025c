import { writeLargeGguf, type GgufTensor, type GgufValue } from './gguf-writer.ts'

/** Sizes of a llama model. */
export interface LargeModelShape {
  layers: number
  width: number
  feedForward: number
  heads: number
  headsKv: number
  vocabulary: number
}

/** 1.1 billion weights, as TinyLlama has them: 1.2 GB. */
export const billionWeights: LargeModelShape = {
  layers: 22,
  width: 2048,
  feedForward: 5632,
  heads: 32,
  headsKv: 4,
  vocabulary: 32_000,
}

const patternBlocks = 32_768

/** Small random weights in blocks of eight bits: a scale and 32 values each. */
function blocks(): Uint8Array {
  const bytes = crypto.getRandomValues(new Uint8Array(65_536))
  const pattern = Buffer.alloc(patternBlocks * 34)
  for (let block = 0; block < patternBlocks; block++) {
    pattern.writeUInt16LE(0x0a00, block * 34)
    pattern.set(bytes.subarray((block * 32) % 65_536, ((block * 32) % 65_536) + 32), block * 34 + 2)
  }
  return pattern
}

/** Writes a llama model that says nothing of sense and costs what a real one of its size does. */
export async function writeLargeModel(path: string, shape: LargeModelShape = billionWeights): Promise<void> {
  const q8 = blocks()
  const ones = new Uint8Array(new Float32Array(8192).fill(1).buffer)
  await writeLargeGguf(path, metadataOf(shape), tensorsOf(shape), (type) => (type === 'q8_0' ? q8 : ones))
}

function metadataOf({
  layers,
  width,
  feedForward,
  heads,
  headsKv,
  vocabulary,
}: LargeModelShape): [string, GgufValue][] {
  const u32 = (value: number): GgufValue => ({ type: 'u32', value })
  const special = ['<unk>', '<s>', '</s>']
  const bytes = Array.from({ length: 256 }, (_, value) => `<0x${value.toString(16).toUpperCase().padStart(2, '0')}>`)
  const fixed = [...special, ...bytes, '▁']
  const tokens = [...fixed, ...Array.from({ length: vocabulary - fixed.length }, (_, index) => `▁w${index}`)]
  return [
    ['general.architecture', { type: 'string', value: 'llama' }],
    ['general.name', { type: 'string', value: 'Large Test' }],
    ['llama.context_length', u32(32_768)],
    ['llama.embedding_length', u32(width)],
    ['llama.block_count', u32(layers)],
    ['llama.feed_forward_length', u32(feedForward)],
    ['llama.attention.head_count', u32(heads)],
    ['llama.attention.head_count_kv', u32(headsKv)],
    ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: 1e-5 }],
    ['llama.rope.dimension_count', u32(width / heads)],
    ['llama.vocab_size', u32(vocabulary)],
    ['tokenizer.ggml.model', { type: 'string', value: 'llama' }],
    ['tokenizer.ggml.tokens', { type: 'strings', values: tokens }],
    ['tokenizer.ggml.scores', { type: 'f32s', values: tokens.map((_, index) => -index) }],
    ['tokenizer.ggml.token_type', { type: 'i32s', values: tokens.map((_, index) => typeOf(index)) }],
    ['tokenizer.ggml.bos_token_id', u32(1)],
    ['tokenizer.ggml.eos_token_id', u32(2)],
  ]
}

/** Unknown, control, byte and normal tokens, as llama.cpp numbers them. */
function typeOf(index: number): number {
  if (index === 0) return 2
  if (index < 3) return 3
  return index < 259 ? 6 : 1
}

function tensorsOf({ layers, width, feedForward, heads, headsKv, vocabulary }: LargeModelShape): GgufTensor[] {
  const matrix = (name: string, columns: number, rows: number): GgufTensor => ({
    name,
    dimensions: [columns, rows],
    type: 'q8_0',
  })
  const norm = (name: string): GgufTensor => ({ name, dimensions: [width], type: 'f32' })
  const widthKv = (width / heads) * headsKv
  const layer = (index: number): GgufTensor[] => {
    const named = (name: string): string => `blk.${index}.${name}.weight`
    return [
      norm(named('attn_norm')),
      matrix(named('attn_q'), width, width),
      matrix(named('attn_k'), width, widthKv),
      matrix(named('attn_v'), width, widthKv),
      matrix(named('attn_output'), width, width),
      norm(named('ffn_norm')),
      matrix(named('ffn_gate'), width, feedForward),
      matrix(named('ffn_up'), width, feedForward),
      matrix(named('ffn_down'), feedForward, width),
    ]
  }
  return [
    matrix('token_embd.weight', width, vocabulary),
    ...Array.from({ length: layers }, (_, index) => layer(index)).flat(),
    norm('output_norm.weight'),
    matrix('output.weight', width, vocabulary),
  ]
}
