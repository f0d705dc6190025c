import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { alias, withoutGrammars, withoutRemoteLog } from './alias.config.ts'
import { notePackages } from './scripts/licenses.mjs'

// The targets are the oldest runtime that `npm start` may meet: Electron 33 (Node 20.18, Chromium 130).
export default defineConfig({
  main: {
    plugins: [notePackages('main')],
    resolve: { alias: { ...alias, ...withoutRemoteLog } },
    build: {
      target: 'node20.18',
      externalizeDeps: true,
      outDir: 'out/main',
      lib: { entry: 'electron/main/main.ts' },
      rolldownOptions: { output: { entryFileNames: 'main.js', format: 'es' } },
    },
  },
  preload: {
    plugins: [notePackages('preload')],
    resolve: { alias },
    build: {
      target: 'node20.18',
      externalizeDeps: false, // a sandboxed preload can require nothing but electron
      outDir: 'out/preload',
      lib: { entry: 'electron/preload/preload.ts' },
      rolldownOptions: { output: { entryFileNames: 'preload.cjs', format: 'cjs' } },
    },
  },
  renderer: {
    root: 'renderer',
    resolve: { alias: { ...alias, ...withoutGrammars } },
    plugins: [react(), tailwindcss(), notePackages('renderer')],
    // Else all of it is found one after another while the page is loaded for the first time, and that page stays white.
    optimizeDeps: { entries: ['index.html'] },
    worker: { format: 'es', plugins: () => [notePackages('renderer')] }, // so that the highlighter loads a language when it is needed
    build: {
      target: 'chrome130',
      minify: true,
      assetsInlineLimit: 0, // the page's policy allows no font from a data: address
      outDir: 'out/renderer',
      rolldownOptions: { input: 'renderer/index.html' },
    },
  },
})
