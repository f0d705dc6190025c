import { writeGguf, type GgufTensor, type GgufValue } from './gguf-writer.ts'

/** What a tiny model answers when nothing else is said. */
export const tinyReply = 'Hello, I am a very small test model. Every word comes from one table!'

const chatMl =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"

/** ChatML as reasoning models have it: what was thought is shown in the last answer only. */
const thinkingChatMl =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n'}}" +
  "{% if loop.last and message['reasoning_content'] %}{{'<think>' + message['reasoning_content'] + '</think>'}}{% endif %}" +
  "{{message['content'] + '<|im_end|>' + '\n'}}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"

/** What a tiny model is to be like. */
export interface TinyModelOptions {
  /**
   * Every text that it can answer; which one is a matter of chance, and of `temperature` 0 the first. The next word depends on the
   * last one only, so that no word may occur twice. `<think>…</think>` makes a reasoning model of it. Characters outside ASCII are
   * written byte by byte, one token each. A list is a text whose tokens are given one by one.
   */
  replies?: readonly (string | readonly string[])[]
  /** It begins again with the first word instead of ending. */
  endless?: boolean
  /** null: a model without one. */
  chatTemplate?: string | null
  /** Tokens that it claims to be trained for. */
  contextLength?: number
  name?: string
  /** It has weights for so many millions more, at least, that add nothing: what it costs is that of a larger one. */
  millions?: number
  /** Metadata keys and tensors to be left out: a file that is no whole model. */
  without?: readonly string[]
}

const tokenTypes = { normal: 1, unknown: 2, control: 3, userDefined: 4, byte: 6 } as const

/** The width of the embedding, and with it the largest vocabulary: every token has a dimension of its own. */
const width = 512
const feedForwardWidth = 64
/** Of a model that is to be larger than its answers need. */
const wideFeedForward = 5120
const millionsPerWideBlock = 8
const heads = 8
const headWidth = width / heads

/** Tokens in order, found again by their text. */
class Vocabulary {
  readonly texts: string[] = []
  readonly types: number[] = []
  readonly scores: number[] = []
  readonly #ids = new Map<string, number>()

  /** The token's number; it is added if there is none with that text. */
  add(text: string, type: number, score = 0): number {
    const known = this.#ids.get(text)
    if (known !== undefined) return known
    const id = this.texts.length
    this.#ids.set(text, id)
    this.texts.push(text)
    this.types.push(type)
    this.scores.push(score)
    return id
  }

  byte(value: number): number {
    return this.add(`<0x${value.toString(16).toUpperCase().padStart(2, '0')}>`, tokenTypes.byte)
  }

  /**
   * A word and all of its beginnings, so that merging them from the left finds the word again in a text. Beginnings of one character
   * need no token of their own: without one, a line break before an answer stays the byte that it is.
   */
  word(text: string): number {
    const written = text.replaceAll(' ', '▁')
    let id = 0
    for (let length = Math.min(2, written.length); length <= written.length; length++)
      id = this.add(written.slice(0, length), tokenTypes.normal, -length)
    return id
  }
}

/**
 * Writes a real llama model of 2 MB whose answer is known: its blocks add nothing, each token has a dimension of its own, and the output
 * is a table of what follows what. It goes through all of llama.cpp like any other model.
 */
export async function writeTinyModel(path: string, options: TinyModelOptions = {}): Promise<void> {
  const { replies = [tinyReply], endless = false, without = [] } = options
  const thinks = replies.some((reply) => reply.includes('<think>'))
  const vocabulary = new Vocabulary()
  const specials = addSpecials(vocabulary, thinks)
  const pieces = replies.map((reply) => (typeof reply === 'string' ? piecesOf(reply) : reply))
  const chains = pieces.map((reply) => reply.flatMap((piece) => tokensOf(piece, vocabulary, thinks)))
  const again = pieces.map(([first]) =>
    endless && first !== undefined ? vocabulary.word(` ${first}`) : specials.endOfTurn,
  )
  const follows = table(chains, again, specials)
  if (vocabulary.texts.length > width) throw new Error(`too many different words: ${vocabulary.texts.length} tokens`)
  const kept = ([name]: readonly [string, unknown]): boolean => !without.includes(name)
  await writeGguf(
    path,
    metadataOf(vocabulary, specials, { chatTemplate: thinks ? thinkingChatMl : chatMl, ...options }).filter(kept),
    tensorsOf(vocabulary, specials, follows, options).filter(({ name }) => !without.includes(name)),
  )
}

interface Specials {
  begin: number
  endOfTurn: number
  /** What the last token before an answer is. */
  lineBreak: number
}

function addSpecials(vocabulary: Vocabulary, thinks: boolean): Specials {
  vocabulary.add('<unk>', tokenTypes.unknown)
  const begin = vocabulary.add('<s>', tokenTypes.control)
  vocabulary.add('</s>', tokenTypes.control)
  for (let value = 0; value < 256; value++) vocabulary.byte(value)
  vocabulary.add('<|im_start|>', tokenTypes.control)
  const endOfTurn = vocabulary.add('<|im_end|>', tokenTypes.control)
  if (thinks) for (const tag of ['<think>', '</think>']) vocabulary.add(tag, tokenTypes.userDefined)
  vocabulary.add('▁', tokenTypes.normal, -1)
  return { begin, endOfTurn, lineBreak: vocabulary.byte(0x0a) }
}

/** Words with the space before them, tags, paragraph breaks, and single characters. */
function piecesOf(reply: string): string[] {
  return reply.match(/<\/?think>|\n\n| ?[A-Za-z0-9']+|./gsu) ?? []
}

function tokensOf(piece: string, vocabulary: Vocabulary, thinks: boolean): number[] {
  if (thinks && /^<\/?think>$/.test(piece)) return [vocabulary.add(piece, tokenTypes.userDefined)]
  if (/^[\n -~]*$/.test(piece)) return [vocabulary.word(piece)]
  return [...Buffer.from(piece)].map((value) => vocabulary.byte(value))
}

/** What follows each token; whatever is not in it is followed by the end of the turn. `again`: what follows each chain. */
function table(chains: readonly number[][], again: readonly number[], specials: Specials): Map<number, number[]> {
  const starts = chains.map(([first = specials.endOfTurn]) => first)
  const follows = new Map<number, number[]>([[specials.lineBreak, starts]])
  chains.forEach((chain, number) => {
    const [first, second] = chain
    const end = again[number] ?? specials.endOfTurn
    chain.forEach((token, index) => link(follows, token, chain[index + 1] ?? end))
    if (end !== specials.endOfTurn && first !== undefined) link(follows, end, second ?? end)
  })
  return follows
}

function link(follows: Map<number, number[]>, token: number, next: number): void {
  const known = follows.get(token)
  if (known && !known.includes(next)) throw new Error('a word occurs twice in the replies')
  follows.set(token, [next])
}

function metadataOf(vocabulary: Vocabulary, specials: Specials, options: TinyModelOptions): [string, GgufValue][] {
  const u32 = (value: number): GgufValue => ({ type: 'u32', value })
  const string = (value: string): GgufValue => ({ type: 'string', value })
  const no: GgufValue = { type: 'bool', value: false }
  const entries: [string, GgufValue][] = [
    ['general.architecture', string('llama')],
    ['general.name', string(options.name ?? 'Tiny Test')],
    ['general.file_type', u32(1)],
    ['general.quantization_version', u32(2)],
    ['general.size_label', string('1M')],
    ['general.license', string('cc0-1.0')],
    ['llama.context_length', u32(options.contextLength ?? 2048)],
    ['llama.embedding_length', u32(width)],
    ['llama.block_count', u32(1 + blocksMore(options))],
    ['llama.feed_forward_length', u32(feedForwardOf(options))],
    ['llama.attention.head_count', u32(heads)],
    ['llama.attention.head_count_kv', u32(1)],
    ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: 1e-6 }],
    ['llama.rope.dimension_count', u32(headWidth)],
    ['llama.rope.freq_base', { type: 'f32', value: 10_000 }],
    ['llama.vocab_size', u32(vocabulary.texts.length)],
    ['tokenizer.ggml.model', string('llama')],
    ['tokenizer.ggml.tokens', { type: 'strings', values: vocabulary.texts }],
    ['tokenizer.ggml.scores', { type: 'f32s', values: vocabulary.scores }],
    ['tokenizer.ggml.token_type', { type: 'i32s', values: vocabulary.types }],
    ['tokenizer.ggml.bos_token_id', u32(specials.begin)],
    ['tokenizer.ggml.eos_token_id', u32(specials.endOfTurn)],
    ['tokenizer.ggml.unknown_token_id', u32(0)],
    ['tokenizer.ggml.add_bos_token', no],
    ['tokenizer.ggml.add_space_prefix', no],
  ]
  const { chatTemplate } = options
  if (chatTemplate) entries.push(['tokenizer.chat_template', string(chatTemplate)])
  return entries
}

/** Blocks beside the one that every model has. */
function blocksMore({ millions = 0 }: TinyModelOptions): number {
  return Math.ceil(millions / millionsPerWideBlock)
}

function feedForwardOf(options: TinyModelOptions): number {
  return blocksMore(options) > 0 ? wideFeedForward : feedForwardWidth
}

function tensorsOf(
  vocabulary: Vocabulary,
  specials: Specials,
  follows: Map<number, number[]>,
  options: TinyModelOptions,
): GgufTensor[] {
  const size = vocabulary.texts.length
  const embedding = new Uint16Array(width * size)
  const output = new Uint16Array(width * size)
  for (let token = 0; token < size; token++) {
    embedding[token * width + token] = one
    for (const next of follows.get(token) ?? [specials.endOfTurn]) output[next * width + token] = one
  }
  const wide = feedForwardOf(options)
  const blocks = Array.from({ length: 1 + blocksMore(options) }, (_, index) => blockOf(index, wide))
  return [
    { ...matrix('token_embd.weight', size, width), data: new Uint8Array(embedding.buffer) },
    ...blocks.flat(),
    norm('output_norm.weight'),
    { ...matrix('output.weight', size, width), data: new Uint8Array(output.buffer) },
  ]
}

/** A block that adds nothing to what goes through it. */
function blockOf(index: number, feedForward: number): GgufTensor[] {
  const type = feedForward === feedForwardWidth ? 'f16' : 'q8_0'
  const zeros = (name: string, rows: number, columns: number): GgufTensor => ({
    ...matrix(`blk.${index}.${name}.weight`, rows, columns),
    type,
  })
  return [
    norm(`blk.${index}.attn_norm.weight`),
    zeros('attn_q', width, width),
    zeros('attn_k', headWidth, width),
    zeros('attn_v', headWidth, width),
    zeros('attn_output', width, width),
    norm(`blk.${index}.ffn_norm.weight`),
    zeros('ffn_gate', feedForward, width),
    zeros('ffn_up', feedForward, width),
    zeros('ffn_down', width, feedForward),
  ]
}

function matrix(name: string, rows: number, columns: number): GgufTensor {
  return { name, dimensions: [columns, rows], type: 'f16' }
}

function norm(name: string): GgufTensor {
  const ones = new Uint8Array(new Float32Array(width).fill(1).buffer)
  return { name, dimensions: [width], type: 'f32', data: ones }
}

/** 1 as a half-precision number. After the norm it counts as √512: next to it, nothing else has a chance. */
const one = 0x3c00
