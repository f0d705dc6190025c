import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FailureError, type Failure } from '../../contract/failure.ts'
import { memoryEstimateSchema } from '../../contract/model.ts'
import { writeGguf, type GgufValue } from '../../testing/gguf-writer.ts'
import { randomFrom } from '../../testing/gguf-mutations.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { ggufSummarySchema, readGguf, type GgufSummary } from './gguf.ts'
import { estimateMemory } from './memory.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-'))
  path = join(folder, 'model.gguf')
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** The summary, or the failure; anything else that is thrown fails the test. */
async function read(file = path): Promise<GgufSummary | Failure> {
  try {
    return await readGguf(file)
  } catch (error) {
    if (error instanceof FailureError) return error.failure
    throw error
  }
}

async function reasonOf(bytes: Buffer): Promise<unknown> {
  await writeFile(path, bytes)
  const answer = await read()
  return 'code' in answer && answer.code === 'MODEL_FILE_CORRUPT' ? answer.data.reason : answer
}

/** The smallest header that is a whole model. */
const essentials: [string, GgufValue][] = [
  ['general.architecture', { type: 'string', value: 'llama' }],
  ['llama.context_length', { type: 'u32', value: 4096 }],
  ['llama.embedding_length', { type: 'u32', value: 64 }],
  ['llama.block_count', { type: 'u32', value: 2 }],
  ['llama.attention.head_count', { type: 'u32', value: 4 }],
  ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: 1e-5 }],
  ['tokenizer.ggml.model', { type: 'string', value: 'gpt2' }],
  ['tokenizer.ggml.tokens', { type: 'strings', values: ['a', 'b'] }],
]

/** A file with a small header; `more` replaces or adds metadata. */
async function write(more: [string, GgufValue][] = []): Promise<Buffer> {
  const keys = new Set(more.map(([key]) => key))
  const metadata = [...essentials.filter(([key]) => !keys.has(key)), ...more]
  await writeGguf(path, metadata, [{ name: 'token_embd.weight', dimensions: [64, 2], type: 'f16' }])
  return readFile(path)
}

function word(value: number, bytes = 4): Buffer {
  const buffer = Buffer.alloc(bytes)
  if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value))
  else buffer.writeUInt32LE(value)
  return buffer
}

function header(tensors: number, entries: number, ...rest: Buffer[]): Buffer {
  return Buffer.concat([Buffer.from('GGUF'), word(3), word(tensors, 8), word(entries, 8), ...rest])
}

/** A metadata entry's key. */
function keyed(name: string): Buffer {
  return Buffer.concat([word(name.length, 8), Buffer.from(name)])
}

test('a tiny model is summed up from its header', async () => {
  await writeTinyModel(path, { name: 'A  name\u0000\n' })
  expect(await read()).toMatchObject({
    architecture: 'llama',
    name: 'A name',
    quantization: 'F16',
    contextLength: 2048,
    license: 'cc0-1.0',
    splitIndex: 0,
    shape: {
      embeddingLength: 512,
      blockCount: 1,
      headCountKv: [1],
      keyLength: 64,
      valueLength: 64,
      feedForwardLength: 64,
    },
  })
})

test('what its makers recommend is taken where it makes sense', async () => {
  await write([
    ['general.sampling.temp', { type: 'f32', value: 0.5 }],
    ['general.sampling.top_p', { type: 'f32', value: 7 }],
    ['general.sampling.top_k', { type: 'i32', value: 20 }],
    ['general.languages', { type: 'strings', values: ['en', 'zh-CN', '<b>', ''] }],
    ['llama.attention.head_count_kv', { type: 'i32s', values: [1, 2] }],
  ])
  expect(await read()).toMatchObject({
    sampling: { temperature: 0.5, topK: 20 },
    languages: ['en', 'zh-CN'],
    shape: { headCountKv: [1, 2] },
  })
})

const string = (value: string): GgufValue => ({ type: 'string', value })
const pooling = (value: number): GgufValue => ({ type: 'u32', value })

test.each<[string, string | null, [string, GgufValue][]]>([
  ['a BERT', 'embedding', [['general.architecture', string('nomic-bert')]]],
  ['one made of a language model', 'embedding', [['llama.pooling_type', pooling(3)]]],
  ['one that ranks', 'reranker', [['llama.pooling_type', pooling(4)]]],
  ['a language model that says that it pools nothing', null, [['llama.pooling_type', pooling(0)]]],
  ['a model that says so', null, [['general.type', string('model')]]],
  ['an image encoder', 'projector', [['general.architecture', string('clip')]]],
  ['an image encoder by its type', 'projector', [['general.type', string('mmproj')]]],
  ['a matrix of importance', 'other', [['general.type', string('imatrix')]]],
])('%s is known by its header: %s', async (_what, kind, metadata) => {
  await write(metadata)
  expect(await read()).toMatchObject({ otherKind: kind })
})

test('a LoRA is known for one, although it lacks what a model must say', async () => {
  const metadata: [string, GgufValue][] = [
    ['general.architecture', string('llama')],
    ['general.type', string('adapter')],
  ]
  await writeGguf(path, metadata, [{ name: 'blk.0.attn_q.weight.lora_a', dimensions: [64, 8], type: 'f16' }])
  expect(await read()).toMatchObject({ otherKind: 'adapter' })
})

test.each(essentials.map(([name]) => name))('without %s it is refused, because llama.cpp would abort', async (name) => {
  await writeGguf(
    path,
    essentials.filter(([other]) => other !== name),
    [{ name: 'x', dimensions: [1], type: 'f32' }],
  )
  expect(await read()).toMatchObject({ code: 'MODEL_FILE_CORRUPT', data: { path, reason: 'metadata' } })
})

test.each<[string, GgufValue]>([
  ['llama.context_length', { type: 'u32', value: 0 }],
  ['llama.embedding_length', { type: 'f32', value: Number.NaN }],
  ['llama.block_count', { type: 'u32', value: 4_000_000_000 }],
  ['llama.attention.head_count', { type: 'f32s', values: [Number.NaN, Number.POSITIVE_INFINITY] }],
  ['llama.attention.head_count_kv', { type: 'f32', value: 1e30 }],
  ['llama.attention.key_length', { type: 'i32', value: -1 }],
  ['llama.attention.value_length', { type: 'string', value: 'wide' }],
  ['llama.feed_forward_length', { type: 'f32', value: 1e38 }],
  ['general.alignment', { type: 'u32', value: 3 }],
  ['', { type: 'u32', value: 1 }],
  ['\0general.hidden', { type: 'u32', value: 1 }],
])('a %s that cannot be is refused', async (name, value) => {
  await write([[name, value]])
  expect(await read()).toMatchObject({ code: 'MODEL_FILE_CORRUPT', data: { reason: 'metadata' } })
})

test('what is no GGUF, or of another version, is told apart', async () => {
  const whole = await write()
  expect(await reasonOf(Buffer.alloc(0))).toBe('empty')
  expect(await reasonOf(Buffer.from('GG'))).toBe('not-gguf')
  expect(await reasonOf(Buffer.from('PK\u0003\u0004 an archive'))).toBe('not-gguf')
  for (const version of [0, 1, 4, 0x03000000]) {
    expect(await reasonOf(Buffer.concat([whole.subarray(0, 4), word(version), whole.subarray(8)]))).toBe('version')
  }
})

test('cut anywhere, it is truncated', async () => {
  const whole = await write()
  for (let length = 4; length < whole.length - 32; length += 7)
    expect(await reasonOf(whole.subarray(0, length))).toBe('truncated')
})

test.each([
  ['more tensors than there can be', header(65_537, 0), 'limits'],
  ['more entries than there can be', header(0, 2 ** 40), 'limits'],
  ['a count beyond all numbers', Buffer.concat([Buffer.from('GGUF'), word(3), Buffer.alloc(16, 0xff)]), 'limits'],
  ['a text of a terabyte', header(0, 1, word(2 ** 40, 8)), 'limits'],
  ['an array of a billion texts', header(0, 1, keyed('k'), word(9), word(8), word(2 ** 30, 8)), 'limits'],
  [
    'an array of more texts than any vocabulary has',
    header(0, 1, keyed('k'), word(9), word(8), word(4_194_305, 8), Buffer.alloc(8 * 4_194_305)),
    'limits',
  ],
  ['an array longer than the file', header(0, 1, keyed('k'), word(9), word(4), word(10_000_000, 8)), 'truncated'],
  [
    'more short arrays than anybody needs',
    header(0, 1, keyed('k'), word(9), word(9), word(16_000_000, 8), Buffer.alloc(12_000_012)),
    'limits',
  ],
  [
    'arrays in arrays in arrays',
    header(0, 1, keyed('k'), ...Array.from({ length: 9 }, () => Buffer.concat([word(9), word(9), word(1, 8)]))),
    'limits',
  ],
  ['a value of no type', header(0, 1, keyed('k'), word(99)), 'metadata'],
  ['a tensor of nine dimensions', header(1, 0, keyed('t'), word(9)), 'limits'],
  ['a tensor without elements', header(1, 0, keyed('t'), word(1), word(0, 8)), 'metadata'],
  ['the same key twice', header(0, 2, keyed('k'), word(4), word(1), keyed('k'), word(4), word(1)), 'metadata'],
  [
    'a tensor of 2^80 weights',
    header(1, 0, keyed('t'), word(2), word(2 ** 40, 8), word(2 ** 40, 8), word(0), word(0, 8)),
    'limits',
  ],
])('%s: refused at once, without taking the memory', async (_, bytes, reason) => {
  const before = process.memoryUsage().arrayBuffers
  expect(await reasonOf(bytes)).toBe(reason)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024)
})

test('weights that go on after the end of the file are missed', async () => {
  await writeTinyModel(path)
  await truncate(path, (await readFile(path)).length - 4096)
  expect(await read()).toMatchObject({ code: 'MODEL_FILE_CORRUPT', data: { reason: 'truncated' } })
})

test('only regular files are read, and links to them', async () => {
  await write()
  const link = join(folder, 'link.gguf')
  await symlink(path, link)
  expect(await read(link)).toMatchObject({ architecture: 'llama' })
  const pipe = join(folder, 'pipe.gguf')
  execFileSync('/usr/bin/mkfifo', [pipe])
  expect(await read(pipe)).toMatchObject({ data: { reason: 'not-a-file' } })
  expect(await read('/dev/zero')).toMatchObject({ data: { reason: 'not-a-file' } })
  expect(await read(folder)).toMatchObject({ data: { reason: 'not-a-file' } })
  const loop = join(folder, 'loop.gguf')
  await symlink(loop, loop)
  expect(await read(loop)).toMatchObject({ data: { reason: 'unreadable' } })
  expect(await read(join(folder, 'none.gguf'))).toEqual({
    code: 'MODEL_FILE_MISSING',
    data: { path: join(folder, 'none.gguf') },
  })
})

function mutated(whole: Buffer, next: () => number): Buffer {
  const bytes = Buffer.from(whole)
  const headerLength = Math.min(whole.length, 700)
  for (let changes = 1 + Math.floor(next() * 4); changes > 0; changes--) {
    const at = Math.floor(next() * headerLength)
    const kind = next()
    if (kind < 0.5) bytes[at] = Math.floor(next() * 256)
    else if (kind < 0.8)
      bytes.fill([0, 0xff, 0x7f, 0x80][Math.floor(next() * 4)] ?? 0, at, at + 1 + Math.floor(next() * 8))
    else if (kind < 0.9) return bytes.subarray(0, at)
    else bytes.copy(bytes, at, Math.floor(next() * headerLength))
  }
  return bytes
}

/** Whether what was read of a damaged header is a refusal, or a summary that everything else can work with. */
function verdictOn(answer: GgufSummary | Failure): 'refused' | 'sensible' | 'wrong' {
  if ('code' in answer) return answer.code === 'MODEL_FILE_CORRUPT' ? 'refused' : 'wrong'
  const stored = ggufSummarySchema.safeParse(JSON.parse(JSON.stringify(answer)))
  const estimate = memoryEstimateSchema.safeParse(
    estimateMemory(answer, null, { totalBytes: 8e9, availableBytes: 4e9, graphics: null }),
  )
  return stored.success && estimate.success ? 'sensible' : 'wrong'
}

test('of six hundred damaged headers each is refused or makes sense', async () => {
  const whole = await write([
    ['llama.attention.head_count_kv', { type: 'i32s', values: [1, 2] }],
    ['llama.attention.key_length', { type: 'u32', value: 16 }],
    ['llama.feed_forward_length', { type: 'f32', value: 128 }],
  ])
  const next = randomFrom(20_261_124)
  const verdicts = { refused: 0, sensible: 0, wrong: 0 }
  for (let round = 0; round < 600; round++) {
    await writeFile(path, mutated(whole, next))
    verdicts[verdictOn(await read())]++
  }
  expect(verdicts.wrong).toBe(0)
  expect(verdicts.refused).toBeGreaterThan(100)
  expect(verdicts.sensible).toBeGreaterThan(10)
})
