import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeTinyModel } from '../testing/tiny-model.ts'
import { LlamaLibrary } from './llama.ts'
import { Threads, type CoreTimes } from './threads.ts'

/** What is decided for the next piece of a prompt, after half a second in which the cores were used so. */
function decided({ cores, most, others, own }: { cores: number; most: number; others: number; own: number }): number {
  const llama = { maxThreads: most }
  let times: CoreTimes = { cores, busyMs: 1000, ownMs: 100 }
  const threads = new Threads(llama, most, () => times)
  threads.reading(0)
  times = { cores, busyMs: 1000 + (others + own) * 500, ownMs: 100 + own * 500 }
  threads.reading(500)
  return llama.maxThreads
}

test.each([
  { cores: 2, most: 2, others: 0, own: 2, threads: 2, why: 'nothing else runs' },
  { cores: 2, most: 2, others: 0.3, own: 1.7, threads: 2, why: 'the page paints what is written' },
  { cores: 2, most: 2, others: 0.6, own: 1.4, threads: 1, why: 'another program wants a core' },
  { cores: 2, most: 2, others: 1.5, own: 0.5, threads: 1, why: 'others want more than is left' },
  { cores: 8, most: 4, others: 3, own: 4, threads: 4, why: 'what others use was not used anyway' },
  { cores: 8, most: 8, others: 3, own: 5, threads: 5, why: 'three of eight cores are busy' },
])('$threads threads where $why', ({ threads, ...used }) => {
  expect(decided(used)).toBe(threads)
})

/** An answer of so many tokens, each taking as long (ms) as it does with the threads that write it. Answers how many each number of threads wrote. */
function written(
  tokens: number,
  msPerToken: (threads: number, token: number) => number,
  most = 2,
): Map<number, number> {
  const llama = { maxThreads: most }
  const threads = new Threads(llama, most, () => ({ cores: most, busyMs: 0, ownMs: 0 }))
  const by = new Map<number, number>()
  let now = 0
  for (let token = 0; token < tokens; token++) {
    by.set(llama.maxThreads, (by.get(llama.maxThreads) ?? 0) + 1)
    now += msPerToken(llama.maxThreads, token)
    threads.wrote(now)
  }
  return by
}

test.each([
  { more: 10, less: 20, wins: 2, why: 'a second core doubles the speed' },
  { more: 10, less: 8, wins: 1, why: 'the second only waits for memory' },
  { more: 10, less: 10.1, wins: 1, why: 'nobody would notice the difference' },
  { more: 900, less: 1500, wins: 2, why: 'the model is slow' },
])('$wins write where $why', ({ more, less, wins }) => {
  const by = written(3000, (threads) => (threads === 2 ? more : less))
  expect(by.get(wins)).toBeGreaterThan(3000 * 0.85)
  // The other one was tried.
  expect(by.get(3 - wins)).toBeGreaterThan(0)
})

test('what has become faster is found out', () => {
  const by = written(4000, (threads, token) => (threads === 1 ? 10 : token < 1000 ? 12 : 5))
  expect(by.get(2)).toBeGreaterThan(2000)
})

test('a much slower one costs little', () => {
  let ms = 0
  written(20_000, (threads) => {
    const took = threads === 2 ? 10 : 25
    ms += took
    return took
  })
  expect(ms).toBeLessThan(20_000 * 10 * 1.03)
})

test('what is clearly slower is given up after a few tokens', () => {
  const by = written(200, (threads) => (threads === 2 ? 7 : 11))
  expect(by.get(1)).toBeLessThan(6)
  expect(by.get(2)).toBeGreaterThan(194)
})

test('one token that took long gives nothing up', () => {
  const by = written(200, (threads, token) => (token === 80 ? 30 : threads === 2 ? 10 : 9))
  expect(by.get(1)).toBeGreaterThan(110)
})

test('one that computes alone goes on alone', () => {
  expect(written(500, () => 10, 1)).toEqual(new Map([[1, 500]]))
})

test('where an answer begins, a core is the page’s for a moment', () => {
  const llama = { maxThreads: 2 }
  const threads = new Threads(llama, 2, () => ({ cores: 2, busyMs: 0, ownMs: 0 }))
  threads.began(0)
  threads.wrote(40)
  expect(llama.maxThreads).toBe(1)
  threads.wrote(60)
  expect(llama.maxThreads).toBe(2)
})

test('a prompt is read with all threads, however few write best', () => {
  const llama = { maxThreads: 2 }
  const threads = new Threads(llama, 2, () => ({ cores: 2, busyMs: 0, ownMs: 0 }))
  for (let now = 0; now < 2000; now += llama.maxThreads === 2 ? 20 : 10) threads.wrote(now)
  expect(llama.maxThreads).toBe(1)
  threads.reading(2100)
  expect(llama.maxThreads).toBe(2)
})

test('a core that is not computed on anyway needs no ease', () => {
  const llama = { maxThreads: 4 }
  new Threads(llama, 4, () => ({ cores: 8, busyMs: 0, ownMs: 0 })).began(0)
  expect(llama.maxThreads).toBe(4)
})

test('what was seen long ago decides nothing', () => {
  const llama = { maxThreads: 2 }
  let busyMs = 0
  const threads = new Threads(llama, 2, () => ({ cores: 2, busyMs, ownMs: 0 }))
  threads.reading(0)
  busyMs = 20_000
  threads.reading(10_000)
  expect(llama.maxThreads).toBe(2)
  busyMs += 1000
  threads.reading(10_500)
  expect(llama.maxThreads).toBe(1)
})

test('a context that is in use computes with other threads from the next batch on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-engine-'))
  const path = join(folder, 'tiny.gguf')
  await writeTinyModel(path)
  const llama = await new LlamaLibrary().open()
  const most = llama.maxThreads
  llama.maxThreads = 2
  const model = await llama.loadModel({ modelPath: path })
  const context = await model.createContext({ contextSize: 256, threads: 2 })
  const sequence = context.getSequence()
  const used: number[] = []
  for (const threads of [2, 1, 2]) {
    llama.maxThreads = threads
    await sequence.evaluateWithoutGeneratingNewTokens(model.tokenize('Hello'))
    used.push(context.currentThreads)
  }
  expect(used).toEqual([2, 1, 2])
  llama.maxThreads = most
  await model.dispose()
  await rm(folder, { recursive: true })
})
