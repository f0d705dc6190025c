import { ORPCError } from '@orpc/client'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EngineClient } from '../../contract/engine-client.ts'
import { FailureError } from '../../contract/failure.ts'
import { memoryEstimateSchema } from '../../contract/model.ts'
import { startEngineProcess, type EngineProcess } from '../../testing/engine-process.ts'
import { GgufMutations } from '../../testing/gguf-mutations.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { ggufSummarySchema, readSummary, type GgufSummary } from './gguf.ts'
import { HeaderReader } from './gguf-reader.ts'
import { estimateMemory } from './memory.ts'

/** `npm run fuzz:gguf` asks for more, and other ones. */
const count = Number(process.env['FUZZ_GGUF'] ?? 600)
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_124)
/** So many of those that are accepted are given to llama.cpp. */
const loaded = Math.max(30, count / 100)
const computer = { totalBytes: 4e9, availableBytes: 2e9, graphics: null }

let folder: string
let whole: Buffer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-'))
  const path = join(folder, 'whole.gguf')
  await writeTinyModel(path)
  whole = await readFile(path)
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

/** Counts what is read of a file in memory. */
class CountedSource {
  bytesRead = 0
  reads = 0
  readonly #file: Buffer

  constructor(file: Buffer) {
    this.#file = file
  }

  async read(chunk: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }> {
    const bytesRead = this.#file.copy(chunk, offset, position, Math.min(position + length, this.#file.length))
    this.bytesRead += bytesRead
    this.reads++
    return { bytesRead }
  }
}

/** The reader's verdict: its summary, or null for a refusal. Throws when it is neither, or cost more than it may. */
async function verdictOn(file: Buffer): Promise<GgufSummary | null> {
  const source = new CountedSource(file)
  const summary = await readSummary(new HeaderReader(source, 'x.gguf', file.length)).catch((error: unknown) => {
    if (error instanceof FailureError && error.failure.code === 'MODEL_FILE_CORRUPT') return null
    throw error
  })
  // What bounds its time: it reads in large pieces, and of each no more than half again.
  expect(source.bytesRead).toBeLessThanOrEqual(2 * file.length + 2 ** 20)
  expect(source.reads).toBeLessThanOrEqual(4 + (2 * file.length) / 2 ** 19)
  if (summary) {
    ggufSummarySchema.parse(JSON.parse(JSON.stringify(summary)))
    memoryEstimateSchema.parse(estimateMemory(summary, null, computer))
  }
  return summary
}

test('every header that is cut, lies or is damaged is refused, or read as something that everything else can work with', async () => {
  const mutations = new GgufMutations(whole, seed)
  const accepted: Buffer[] = []
  let refused = 0
  for (const file of mutations.truncations()) expect(await verdictOn(file)).toBeNull()
  for (let index = 0; index < count; index++) {
    const file = mutations.mutated()
    const summary = await verdictOn(file)
    if (!summary) refused++
    else if (estimateMemory(summary, 512, computer).fit !== 'will-not-fit') accepted.push(file)
  }
  expect(refused).toBeGreaterThan(count / 10)
  expect(accepted.length).toBeGreaterThan(loaded)
  const outcomes = new Map<string, number>()
  for (const file of accepted.slice(0, loaded)) {
    const outcome = await outcomeOfLoading(file)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  // Whatever becomes of the engine, it is over, and we are here to say so.
  expect([...outcomes.keys()].filter((outcome) => !['ready', 'refused', 'ended'].includes(outcome))).toEqual([])
}, 600_000)

function number(value: number, bytes: number): Buffer {
  const written = Buffer.alloc(bytes)
  written.writeUIntLE(value, 0, Math.min(bytes, 6))
  return written
}

function beginning(entries: number): Buffer[] {
  return [Buffer.from('GGUF'), number(3, 4), number(0, 8), number(entries, 8)]
}

/** A header of arrays of empty texts, each as long as a large vocabulary. */
function emptyTexts(arrays: number, length: number): Buffer {
  const header = beginning(arrays)
  for (let index = 0; index < arrays; index++)
    header.push(
      number(1, 8),
      Buffer.from([97 + index]),
      number(9, 4),
      number(8, 4),
      number(length, 8),
      Buffer.alloc(8 * length),
    )
  return Buffer.concat(header)
}

/** A header of one text after another, none of them UTF-8. */
function wildTexts(texts: number, bytes: number): Buffer {
  const header = beginning(texts)
  for (let index = 0; index < texts; index++)
    header.push(number(1, 8), Buffer.from([97 + index]), number(8, 4), number(bytes, 8), Buffer.alloc(bytes, 0xc8))
  return Buffer.concat(header)
}

test.each([
  ['empty texts in arrays', () => emptyTexts(16, 2 ** 20)],
  ['long texts of wild bytes', () => wildTexts(15, 2 ** 23)],
])('a header that is nothing but %s is given up when a third of it is read', async (_, write) => {
  const file = write()
  const source = new CountedSource(file)
  const verdict = readSummary(new HeaderReader(source, 'x.gguf', file.length))
  await expect(verdict).rejects.toMatchObject({ failure: { data: { reason: 'limits' } } })
  expect(source.bytesRead).toBeLessThanOrEqual(file.length / 3)
})

const entry = fileURLToPath(new URL('../../engine/engine.ts', import.meta.url))
let engine: EngineProcess | null = null
afterAll(() => engine?.end())

/** Loads it in a real engine process, which is used on until it ends. */
async function outcomeOfLoading(file: Buffer): Promise<string> {
  const path = join(folder, 'mutated.gguf')
  await writeFile(path, file)
  engine ??= startEngineProcess(entry)
  const { client, ended } = engine
  const over = ended.then(() => 'ended')
  const loading = load(client, path).catch((error: unknown) => (error instanceof ORPCError ? 'refused' : over))
  const outcome = await Promise.race([loading, over])
  if (outcome === 'ended') engine = null
  return outcome
}

async function load(client: EngineClient, path: string): Promise<string> {
  const threads = Math.min(2, availableParallelism())
  for await (const event of await client.load({ path, contextSize: 512, threads }))
    if (event.type === 'ready') return 'ready'
  return 'ended without a word'
}
