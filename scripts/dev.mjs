// `npm run dev`: the application with the page reloading as it is edited, main and the two child processes rebuilt. A change in a
// child process takes effect when the application is started again.
import { spawn } from 'node:child_process'
import { buildIfStale, childBuild, children } from './build.mjs'
import { electronRuntime } from './electron-runtime.mjs'
import { ensurePackages, main, packageCommand, root, run, toolEnvironment } from './project.mjs'
import { ensureElectronLibraries } from './system-libraries.mjs'

await main(async () => {
  await ensurePackages()
  const { executable } = await electronRuntime()
  await ensureElectronLibraries(executable)
  await buildIfStale()
  const watchers = children.map(watch)
  const [node, electronVite] = packageCommand('electron-vite')
  const isRoot = process.platform === 'linux' && process.getuid() === 0
  const args = ['dev', '--watch', ...(isRoot ? ['--noSandbox'] : []), '--', ...process.argv.slice(2)]
  try {
    return await run(node, [electronVite, ...args], { env: { ...toolEnvironment(), ELECTRON_EXEC_PATH: executable } })
  } finally {
    for (const watcher of watchers) watcher.kill()
  }
})

function watch(name) {
  const [node, vite] = packageCommand('vite')
  return spawn(node, [vite, ...childBuild(name), '--watch'], { cwd: root, stdio: 'inherit' })
}
