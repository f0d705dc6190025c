import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readGguf } from './gguf.ts'
import { estimateMemory, readComputerMemory } from './memory.ts'

const gib = 2 ** 30
const mib = 2 ** 20
const builtIn = fileURLToPath(new URL('../../../resources/models/SmolLM2-135M-Instruct.Q4_1.gguf', import.meta.url))
const roomy = { totalBytes: 16 * gib, availableBytes: 8 * gib, graphics: null }

test('the built-in model is expected to take what it was measured to take', async () => {
  const { weightsBytes, contextBytes, computeBytes, totalBytes, contextSize, fit } = estimateMemory(
    await readGguf(builtIn),
    null,
    roomy,
  )
  expect(contextSize).toBe(8192)
  expect(fit).toBe('fits')
  expect(totalBytes).toBe(weightsBytes + contextBytes + computeBytes)
  // llama.cpp reports a KV cache of 180 MiB for it, and its process was measured at 450 MB.
  expect(contextBytes).toBe(180 * mib)
  expect(totalBytes).toBeGreaterThan(400e6)
  expect(totalBytes).toBeLessThan(550e6)
})

test('a larger context takes more, in proportion', async () => {
  const summary = await readGguf(builtIn)
  const small = estimateMemory(summary, 1024, roomy)
  const large = estimateMemory(summary, 4096, roomy)
  expect(large.contextBytes).toBe(4 * small.contextBytes)
  expect(large.weightsBytes).toBe(small.weightsBytes)
})

test('the automatic context is the largest that does not rule a model out, and never more than it was trained for', async () => {
  const summary = await readGguf(builtIn)
  const sizeWith = (availableBytes: number): number =>
    estimateMemory(summary, null, { totalBytes: 8 * gib, availableBytes, graphics: null }).contextSize
  expect(sizeWith(4 * gib)).toBe(8192)
  expect(sizeWith(330 * mib)).toBe(4096)
  expect(sizeWith(100 * mib)).toBe(2048)
  expect(estimateMemory({ ...summary, contextLength: 512 }, null, roomy).contextSize).toBe(512)
})

test('whether it fits depends on what the computer has, and has free', async () => {
  const summary = await readGguf(builtIn)
  const fitWith = (totalBytes: number, availableBytes: number): string =>
    estimateMemory(summary, 8192, { totalBytes, availableBytes, graphics: null }).fit
  expect(fitWith(8 * gib, 4 * gib)).toBe('fits')
  expect(fitWith(8 * gib, 0.5 * gib)).toBe('tight')
  expect(fitWith(8 * gib, 0.3 * gib)).toBe('will-not-fit')
  expect(fitWith(0.4 * gib, 0.4 * gib)).toBe('will-not-fit')
})

describe('with a graphics card', () => {
  const card = (availableBytes: number) => ({ totalBytes: 24 * gib, availableBytes })

  test('all layers lie on it where they have room, with the context; the words do not', async () => {
    const summary = await readGguf(builtIn)
    const { graphics, fit, ...parts } = estimateMemory(summary, 8192, { ...roomy, graphics: card(20 * gib) })
    const layers = summary.weightsBytes - summary.seldomRead.embeddingBytes
    expect(graphics?.totalBytes).toBe(24 * gib)
    expect(graphics?.bytes).toBeGreaterThan(layers + parts.contextBytes)
    expect(graphics?.bytes).toBeLessThan(layers + parts.contextBytes + parts.computeBytes)
    expect(estimateMemory(summary, 8192, roomy)).toMatchObject({ ...parts, graphics: null })
    expect(fit).toBe('fits')
  })

  test('as many layers as have room', async () => {
    const summary = await readGguf(builtIn)
    const bytesWith = (availableBytes: number): number =>
      estimateMemory(summary, 8192, { ...roomy, graphics: card(availableBytes) }).graphics?.bytes ?? NaN
    expect(bytesWith(10 * mib)).toBe(0)
    expect(bytesWith(100 * mib)).toBeGreaterThan(50 * mib)
    expect(bytesWith(100 * mib)).toBeLessThanOrEqual(90 * mib)
    expect(bytesWith(20 * gib)).toBeGreaterThan(bytesWith(200 * mib))
  })

  test('a model fits that would not fit the computer’s own memory alone', async () => {
    const summary = await readGguf(builtIn)
    const small = { totalBytes: 8 * gib, availableBytes: 0.3 * gib }
    expect(estimateMemory(summary, 8192, { ...small, graphics: null }).fit).toBe('will-not-fit')
    expect(estimateMemory(summary, 8192, { ...small, graphics: card(8 * gib) }).fit).toBe('fits')
  })
})

test('this computer has memory, and some of it is free', () => {
  const { totalBytes, availableBytes } = readComputerMemory()
  expect(availableBytes).toBeGreaterThan(0)
  expect(availableBytes).toBeLessThanOrEqual(totalBytes)
})
