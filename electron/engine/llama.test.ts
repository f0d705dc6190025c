import { expect, test } from 'vitest'
import { automaticThreads } from './llama.ts'

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
