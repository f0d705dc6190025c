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
