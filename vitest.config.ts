import { defineConfig } from 'vitest/config'
import { alias } from './alias.config.ts'

export default defineConfig({
  resolve: { alias },
  test: {
    include: ['electron/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    // Processes, not threads: native modules and llama.cpp belong in a process of their own.
    pool: 'forks',
    maxWorkers: 2,
    env: { UV_THREADPOOL_SIZE: '1' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
