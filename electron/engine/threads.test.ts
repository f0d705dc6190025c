import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeTinyModel } from '../testing/tiny-model.ts'
import { LlamaLibrary } from './llama.ts'
import { Threads, type CoreTimes } from './threads.ts'

/** What is decided after half a second in which the cores were used so. */
function decided({ cores, most, others, own }: { cores: number; most: number; others: number; own: number }): number {
  const llama = { maxThreads: most }
  let times: CoreTimes = { cores, busyMs: 1000, ownMs: 100 }
  const threads = new Threads(llama, most, () => times)
  threads.adapt(0)
  times = { cores, busyMs: 1000 + (others + own) * 500, ownMs: 100 + own * 500 }
  threads.adapt(500)
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

test('where an answer begins, a core is the page’s for a moment', () => {
  const llama = { maxThreads: 2 }
  let times: CoreTimes = { cores: 2, busyMs: 0, ownMs: 0 }
  const threads = new Threads(llama, 2, () => times)
  threads.easeOff(0)
  threads.adapt(60)
  expect(llama.maxThreads).toBe(1)
  threads.adapt(120)
  expect(llama.maxThreads).toBe(2)
  times = { ...times, busyMs: 1000 }
  threads.adapt(620)
  expect(llama.maxThreads).toBe(1)
})

test('a core that is not computed on anyway needs no ease', () => {
  const llama = { maxThreads: 4 }
  new Threads(llama, 4, () => ({ cores: 8, busyMs: 0, ownMs: 0 })).easeOff(0)
  expect(llama.maxThreads).toBe(4)
})

test('what was seen long ago decides nothing', () => {
  const llama = { maxThreads: 2 }
  let busyMs = 0
  const threads = new Threads(llama, 2, () => ({ cores: 2, busyMs, ownMs: 0 }))
  threads.adapt(0)
  busyMs = 20_000
  threads.adapt(10_000)
  expect(llama.maxThreads).toBe(2)
  busyMs += 1000
  threads.adapt(10_500)
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
