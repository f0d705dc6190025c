// `npm run fuzz:gguf [-- <how many> [<seed>]]`: damages model files by chance, 10,000 of them, and looks at what the reader and the engine make
// of each. What it finds is found again with the same seed.
import { packageCommand, main, root, say } from './project.mjs'
import { spawnSync } from 'node:child_process'

await main(async () => {
  const [count = '10000', seed = String(Math.floor(Math.random() * 2 ** 31))] = process.argv.slice(2)
  say(`${count} damaged files, seed ${seed}`)
  const [node, vitest] = packageCommand('vitest')
  const { status } = spawnSync(node, [vitest, 'run', 'electron/backend/models/gguf-corpus.test.ts'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FUZZ_GGUF: count, FUZZ_SEED: seed },
  })
  return status ?? 1
})
