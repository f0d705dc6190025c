import { expect, test } from 'vitest'
import { automaticThreads, graphicsMemory } from './llama.ts'

test.each([
  { usable: 1, mathCores: 1, threads: 1, why: 'a single core' },
  { usable: 2, mathCores: 1, threads: 2, why: 'two threads of one core: still better than one' },
  { usable: 8, mathCores: 4, threads: 4, why: 'four cores with two threads each' },
  { usable: 8, mathCores: 8, threads: 8, why: 'eight cores' },
  { usable: 6, mathCores: 8, threads: 6, why: 'eight cores of which this process may use six' },
  { usable: 12, mathCores: 2, threads: 4, why: 'few fast cores and many saving ones' },
  { usable: 128, mathCores: 64, threads: 16, why: 'a server' },
])('$threads threads for $why', ({ usable, mathCores, threads }) => {
  expect(automaticThreads(usable, mathCores)).toBe(threads)
})

test.each([
  { what: 'none', gpu: false, total: 0, unified: 0, memory: null },
  { what: 'a card', gpu: 'cuda', total: 24e9, unified: 0, memory: { totalBytes: 24e9, availableBytes: 20e9 } },
  { what: 'one that uses the computer’s memory', gpu: 'metal', total: 24e9, unified: 24e9, memory: null },
  { what: 'one of each', gpu: 'vulkan', total: 40e9, unified: 32e9, memory: { totalBytes: 8e9, availableBytes: 8e9 } },
] as const)('graphics: $what', async ({ gpu, total, unified, memory }) => {
  const getVramState = () => Promise.resolve({ total, used: total - 20e9, free: 20e9, unifiedSize: unified })
  expect(await graphicsMemory({ gpu, getVramState })).toEqual(memory)
})
