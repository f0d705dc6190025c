import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { writeGguf, type GgufValue } from '../../testing/gguf-writer.ts'
import { readGguf } from './gguf.ts'
import { bytesPerToken, calibrate, corrected, expectedSpeed } from './speed.ts'

const builtIn = fileURLToPath(new URL('../../../resources/models/SmolLM2-135M-Instruct.Q4_1.gguf', import.meta.url))

test('a calibration says of the model that it was made with what was measured, and less of a larger one', async () => {
  const summary = await readGguf(builtIn)
  const calibration = calibrate(summary, { tokensPerSecond: 77, memoryBytesPerSecond: 20e9 })
  expect(expectedSpeed(bytesPerToken(summary), calibration)).toBeCloseTo(77)
  const larger = expectedSpeed(40 * bytesPerToken(summary), calibration) ?? 0
  expect(larger).toBeGreaterThan(77 / 40)
  expect(larger).toBeLessThan(77 / 30)
  expect(expectedSpeed(1e9, null)).toBeNull()
  expect(expectedSpeed(0, calibration)).toBeNull()
})

test('nothing is expected to be read faster than memory is', async () => {
  const summary = await readGguf(builtIn)
  const { bytesPerSecond } = calibrate(summary, { tokensPerSecond: 1000, memoryBytesPerSecond: 10e9 })
  expect(bytesPerSecond).toBeLessThanOrEqual(11e9)
})

const guess = { bytesPerSecond: 4e9, secondsPerToken: 0.001 }

test('answers of models of different size give both constants', () => {
  const at = (bytes: number) => ({ bytes, tokensPerSecond: 1 / (bytes / 10e9 + 0.002) })
  const { bytesPerSecond, secondsPerToken } = corrected(guess, [at(100e6), at(1e9), at(5e9)])
  expect(bytesPerSecond).toBeCloseTo(10e9, -6)
  expect(secondsPerToken).toBeCloseTo(0.002)
  // The larger one was faster for its size: there is no fixed cost below nothing.
  const odd = corrected(guess, [
    { bytes: 100e6, tokensPerSecond: 100 },
    { bytes: 1e9, tokensPerSecond: 8 },
  ])
  expect(odd.secondsPerToken).toBe(0)
  expect(odd.bytesPerSecond).toBeGreaterThan(8e9)
})

test('answers of one model, or of models of about one size, make what is expected of all others as many times faster', () => {
  const before = expectedSpeed(4e9, guess) ?? 0
  for (const others of [[], [{ bytes: 0.5e9, tokensPerSecond: 1 }]]) {
    const after = corrected(guess, [{ bytes: 1e9, tokensPerSecond: 5 * (expectedSpeed(1e9, guess) ?? 0) }, ...others])
    expect(expectedSpeed(4e9, after)).toBeCloseTo(5 * before)
  }
  expect(corrected(guess, [])).toEqual(guess)
  expect(corrected(guess, [{ bytes: 0, tokensPerSecond: 9 }])).toEqual(guess)
})

test('of experts, those that are asked count; of the embeddings, a row', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-'))
  const path = join(folder, 'experts.gguf')
  const u32 = (value: number): GgufValue => ({ type: 'u32', value })
  const key = (name: string): string => `qwen3moe.${name}`
  await writeGguf(
    path,
    [
      ['general.architecture', { type: 'string', value: 'qwen3moe' }],
      [key('context_length'), u32(4096)],
      [key('embedding_length'), u32(64)],
      [key('block_count'), u32(1)],
      [key('attention.head_count'), u32(4)],
      [key('attention.layer_norm_rms_epsilon'), { type: 'f32', value: 1e-5 }],
      [key('expert_count'), u32(128)],
      [key('expert_used_count'), u32(8)],
      ['tokenizer.ggml.model', { type: 'string', value: 'gpt2' }],
      ['tokenizer.ggml.tokens', { type: 'strings', values: ['a', 'b'] }],
    ],
    [
      { name: 'token_embd.weight', dimensions: [64, 2], type: 'f16' },
      { name: 'blk.0.attn_q.weight', dimensions: [64, 64], type: 'f16' },
      { name: 'blk.0.ffn_gate_exps.weight', dimensions: [64, 32, 128], type: 'f16' },
      { name: 'output.weight', dimensions: [64, 2], type: 'f16' },
    ],
  )
  expect(bytesPerToken(await readGguf(path))).toBe(64 * 64 * 2 + (64 * 32 * 128 * 2 * 8) / 128 + 64 * 2 * 2)
  await rm(folder, { recursive: true })
})
