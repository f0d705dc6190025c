import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { alias } from '../../alias.config.ts'

/** The page over the scripted backend: `npx vite -c renderer/testing/vite.config.ts`, then open /testing/. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { alias },
  plugins: [react(), tailwindcss()],
  server: { port: 5199, strictPort: false },
})
