import { copyFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOfCall } from '../contract/client.ts'
import type { EngineLoadEvent } from '../contract/engine.ts'
import { tinyReply, writeTinyModel } from '../testing/tiny-model.ts'
import { engineInProcess, load, talk, write } from './in-process.ts'
import { tooLarge } from './loading.ts'

let folder = ''
let tiny = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-engine-'))
  tiny = join(folder, 'tiny.gguf')
  await writeTinyModel(tiny)
})

afterAll(() => rm(folder, { recursive: true }))

test('progress grows from 0 to 1, and then the facts come', async () => {
  const events: EngineLoadEvent[] = []
  for await (const event of await engineInProcess().load({ path: tiny, contextSize: null, threads: null }))
    events.push(event)
  const progress = events.flatMap((event) => (event.type === 'progress' ? [event.progress] : []))
  expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  expect(progress.length).toBeGreaterThan(1)
  expect(progress.at(-1)).toBe(1)
  const last = events.at(-1)
  expect(last?.type).toBe('ready')
  expect(last?.type === 'ready' && last.loaded).toMatchObject({ contextSize: 2048, backend: 'cpu', gpuLayers: 0 })
  expect(last?.type === 'ready' && last.loaded.memoryBytes).toBeGreaterThan(10_000_000)
  expect(last?.type === 'ready' && last.loaded.loadMs).toBeGreaterThan(0)
  expect(last?.type === 'ready' && last.loaded.threads).toBeGreaterThanOrEqual(1)
  expect(last?.type === 'ready' && last.loaded.threads).toBeLessThanOrEqual(availableParallelism())
})

test('context and threads are what was asked for, the context at most what the model was trained for', async () => {
  // llama.cpp rounds up to the next multiple of 256.
  expect(await load(engineInProcess(), tiny, 600)).toMatchObject({ contextSize: 768, threads: 1 })
  expect(await load(engineInProcess(), tiny, 100_000)).toMatchObject({ contextSize: 2048 })
})

test('leaving the loop cancels the loading, and the engine can load again', async () => {
  const client = engineInProcess()
  for await (const event of await client.load({ path: tiny, contextSize: null, threads: null })) {
    expect(event.type).toBe('progress')
    break
  }
  expect(await load(client, tiny)).toMatchObject({ contextSize: 2048 })
})

test('another model takes the place of the first', async () => {
  const client = engineInProcess()
  const other = join(folder, 'other.gguf')
  await writeTinyModel(other, { replies: ['Another one'] })
  await load(client, tiny)
  expect(await write(client, talk('Hello'))).toMatchObject({ text: tinyReply })
  await load(client, other)
  expect(await write(client, talk('Hello'))).toMatchObject({ text: 'Another one' })
})

test('a file that is not there', async () => {
  const path = join(folder, 'none.gguf')
  const error: unknown = await load(engineInProcess(), path).catch((reason: unknown) => reason)
  expect(failureOfCall(error)).toEqual({ code: 'MODEL_FILE_MISSING', data: { path } })
})

test('what a model needs that is too large is what all its files have', async () => {
  const parts = [1, 2, 3].map((number) => join(folder, `large-0000${number}-of-00003.gguf`))
  await Promise.all(parts.map((part, index) => writeFile(part, 'x'.repeat(10 ** index))))
  const [path = ''] = parts
  expect(await tooLarge(path)).toMatchObject({ code: 'MODEL_TOO_LARGE', data: { path, neededBytes: 111 } })
})

test.each(['not a model', 'a whole header and half of the weights'])('a broken file: %s', async (kind) => {
  const path = join(folder, 'broken.gguf')
  if (kind === 'not a model') await writeFile(path, 'This is a letter, not a model.')
  else {
    await copyFile(tiny, path)
    await truncate(path, 1_000_000)
  }
  const client = engineInProcess()
  const failure = failureOfCall(await load(client, path).catch((reason: unknown) => reason))
  expect(failure).toMatchObject({ code: 'MODEL_LOAD_FAILED', data: { path } })
  expect(failure.code === 'MODEL_LOAD_FAILED' && failure.data.detail.length).toBeGreaterThan(10)
  expect(await load(client, tiny)).toMatchObject({ contextSize: 2048 })
})

test('without a model, nothing can be written', async () => {
  await expect(write(engineInProcess(), talk('Hello'))).rejects.toMatchObject({ code: 'INTERNAL' })
})
