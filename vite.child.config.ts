import { defineConfig } from 'vite'
import { alias } from './alias.config.ts'

/** What a process runs in threads of its own, built beside it. */
const threads: Record<string, string[]> = { backend: ['electron/backend/store/inspection.ts'] }

/**
 * Builds one of the two child processes: `vite build -c vite.child.config.ts --mode backend` (or `engine`).
 * Each gets a pass of its own, so that no shared chunk can pull one process's code into another's.
 */
export default defineConfig(({ mode }) => ({
  resolve: { alias },
  publicDir: false,
  ssr: { noExternal: true, external: ['better-sqlite3', 'node-llama-cpp'] },
  build: {
    ssr: true,
    target: 'node22',
    outDir: `out/${mode}`,
    emptyOutDir: true,
    rolldownOptions: {
      input: [`electron/${mode}/${mode}.ts`, ...(threads[mode] ?? [])],
      // The source stays in memory: half of it is spaces and comments. Names are kept for what is logged.
      output: {
        entryFileNames: '[name].js',
        format: 'es',
        minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
      },
    },
  },
}))
