import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LlamaContextSequence, LlamaModel } from 'node-llama-cpp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeTinyModel } from '../testing/tiny-model.ts'
import { LlamaLibrary } from './llama.ts'
import { Reader } from './reading.ts'

const { signal } = new AbortController()
let folder = ''
let model: LlamaModel
let sequence: LlamaContextSequence

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-engine-'))
  const path = join(folder, 'tiny.gguf')
  await writeTinyModel(path)
  const llama = await new LlamaLibrary().open()
  model = await llama.loadModel({ modelPath: path })
  sequence = (await model.createContext({ contextSize: 256, threads: 1 })).getSequence()
})

afterAll(async () => {
  await model.dispose()
  await rm(folder, { recursive: true })
})

test('a guess is read when nothing stops it, and not before it is known how long that takes', async () => {
  const reader = new Reader(sequence)
  const [known, guess] = ['Good', 'Good day'].map((text) => model.tokenize(text))
  if (!known || !guess) throw new Error('nothing to read')
  expect(await reader.readGuess(guess, { signal })).toBe(0)
  expect(await reader.readAhead(known, { signal })).toBe(known.length)
  expect(await reader.readGuess(guess, { signal: AbortSignal.abort() })).toBe(0)
  expect(sequence.contextTokens).toEqual(known)
  expect(await reader.readGuess(guess, { signal })).toBe(guess.length - known.length)
  expect(sequence.contextTokens).toEqual(guess)
  expect(await reader.readGuess(guess, { signal })).toBe(0)
})
