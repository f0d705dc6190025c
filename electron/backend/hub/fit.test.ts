import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { HubChoice } from '../../contract/hub.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { readGguf, type GgufSummary } from '../models/gguf.ts'
import { readGgufStart, type GgufStart } from '../models/gguf-start.ts'
import { fitsOf, type Computer } from './fit.ts'
import { qualityOf, quantizationOf } from './quantization.ts'

const gibibyte = 2 ** 30
let start: GgufStart
let whole: GgufSummary
/** How far into the file the start was read. */
let read = 0

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-fit-'))
  const path = join(folder, 'model.gguf')
  await writeTinyModel(path)
  const bytes = await readFile(path)
  const source = {
    read: async (chunk: Buffer, offset: number, length: number, position: number) => {
      // A little at a time: no more is taken than is there.
      const bytesRead = bytes.copy(chunk, offset, position, position + Math.min(length, 1000))
      read = Math.max(read, position + bytesRead)
      return { bytesRead }
    },
  }
  start = await readGgufStart(source, 'model.gguf', bytes.length)
  whole = await readGguf(path)
  await rm(folder, { recursive: true })
})

test('the start of a file tells what the whole header does, without the vocabulary, which is most of it', () => {
  expect(start.summary.shape).toEqual(whole.shape)
  expect(start.summary.contextLength).toBe(whole.contextLength)
  expect(read).toBeLessThanOrEqual(1000)
})

function choice(quantization: string, gibibytes: number): HubChoice {
  const file = `model-${quantization}.gguf`
  const sizeBytes = gibibytes * gibibyte
  return {
    file,
    quantization: quantizationOf(file),
    quality: qualityOf(quantizationOf(file)),
    sizeBytes,
    files: [{ path: file, sizeBytes, sha256: null }],
    modelId: null,
  }
}

const all = [
  choice('Q2_K', 3),
  choice('Q3_K_M', 4),
  choice('IQ4_XS', 4.4),
  choice('Q4_K_M', 5),
  choice('Q5_K_M', 5.8),
  choice('Q6_K', 6.6),
  choice('Q8_0', 8.6),
  choice('F16', 16),
]

function recommended(
  choices: HubChoice[],
  availableGibibytes: number,
  gibibytesPerSecond: number | null,
): string | null {
  const memory = {
    totalBytes: availableGibibytes * 1.3 * gibibyte,
    availableBytes: availableGibibytes * gibibyte,
    graphics: null,
  }
  const computer: Computer = {
    memory: () => memory,
    tokensPerSecond: ({ weightsBytes }) => gibibytesPerSecond && (gibibytesPerSecond * gibibyte) / weightsBytes,
  }
  const fits = fitsOf(start, choices, 8e9, 4096, computer)
  expect(fits.map(({ file }) => file)).toEqual(choices.map(({ file }) => file))
  const [first, ...others] = fits.filter((fit) => fit.recommended)
  expect(others).toEqual([])
  return first ? quantizationOf(first.file) : null
}

test.each([
  ['fast, much memory: the best that anybody can tell apart', 64, 1000, 'Q6_K'],
  ['slow, much memory: the smallest that hardly anybody can tell apart', 64, 20, 'Q4_K_M'],
  ['in between: what still writes comfortably', 64, 60, 'Q5_K_M'],
  ['nobody knows how fast', 64, null, 'Q4_K_M'],
  ['memory for five gigabytes and a bit', 7, 1000, 'Q4_K_M'],
  ['memory for four and a half', 5.9, 1000, 'IQ4_XS'],
  ['memory for four', 5.3, 1000, 'Q3_K_M'],
  ['memory for the poor one only: a good one, tightly', 4.6, 1000, 'Q4_K_M'],
  ['memory for none', 2, 1000, null],
])('%s', (_name, availableGibibytes, gibibytesPerSecond, expected) => {
  expect(recommended(all, availableGibibytes, gibibytesPerSecond)).toBe(expected)
})

test('a poor one is never recommended, and one beyond what is sensible where there is nothing else', () => {
  expect(recommended([choice('Q2_K', 3)], 64, 1000)).toBeNull()
  expect(recommended([choice('Q8_0', 8), choice('F16', 16)], 64, 1000)).toBe('Q8_0')
  expect(recommended([], 64, 1000)).toBeNull()
})
