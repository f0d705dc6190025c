import path from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { alias } from './alias.config.ts'
import { notePackages } from './scripts/licenses.mjs'

/** What a process runs in threads of its own, built beside it. */
const threads: Record<string, string[]> = { backend: ['electron/backend/store/inspection.ts'] }
const llama = path.resolve('node_modules/node-llama-cpp/dist')

/**
 * node-llama-cpp's code in the engine's one file: of its 700 modules most are for building llama.cpp, and reading them took longer than
 * loading a small model. It goes on looking for its binaries from where its own files are. Its trial of a binary in a process
 * of its own is left out: the engine is such a process (and may not start another one in an Electron that cannot run as Node).
 */
function llamaInOneFile(): Plugin {
  return {
    name: 'llama-in-one-file',
    transform: {
      filter: { id: `${llama}/**` },
      handler(code, id) {
        if (id.endsWith('/testBindingBinary.js')) return 'export const testBindingBinary = async () => true'
        const place = JSON.stringify(path.relative(llama, id))
        return code.replaceAll('import.meta.url', `new URL(${place}, import.meta.resolve('node-llama-cpp')).href`)
      },
    },
  }
}

/**
 * Builds one of the two child processes: `vite build -c vite.child.config.ts --mode backend` (or `engine`).
 * Each gets a pass of its own, so that no shared chunk can pull one process's code into another's.
 */
export default defineConfig(({ mode }) => ({
  plugins: [llamaInOneFile(), notePackages(mode)],
  resolve: { alias },
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node22',
    outDir: `out/${mode}`,
    emptyOutDir: true,
    rolldownOptions: {
      // Binaries, and what is only there for some systems.
      external: ['better-sqlite3', /^@node-llama-cpp\//, /^@reflink\//, 'electron'],
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
