import { defineConfig } from 'vite'
import { alias } from './alias.config.ts'

/**
 * Builds one of the two child processes: `vite build -c vite.child.config.ts --mode backend` (or `engine`).
 * Each gets a pass of its own, so that no shared chunk can pull one process's code into another's.
 */
export default defineConfig(({ mode }) => ({
  resolve: { alias },
  publicDir: false,
  ssr: { noExternal: true, external: ['better-sqlite3', 'node-llama-cpp'] },
  build: {
    ssr: `electron/${mode}/${mode}.ts`,
    target: 'node22',
    outDir: `out/${mode}`,
    emptyOutDir: true,
    rolldownOptions: { output: { entryFileNames: `${mode}.js`, format: 'es' } },
  },
}))
