// `npm run dev`: the application with the page reloading as it is edited, main and the two child processes rebuilt. A change in a
// child process takes effect when the application is started again. `npm run dev -- --test-hub` also starts the hub of the tests.
import { spawn } from 'node:child_process'
import { buildIfStale, childBuild, children } from './build.mjs'
import { electronRuntime } from './electron-runtime.mjs'
import { ensurePackages, main, nodePath, packageCommand, root, run, toolEnvironment } from './project.mjs'
import { ensureElectronLibraries } from './system-libraries.mjs'

const testHubFlag = '--test-hub'

await main(async () => {
  await ensurePackages()
  const { executable } = await electronRuntime()
  await ensureElectronLibraries(executable)
  await buildIfStale()
  const ownArgs = process.argv.slice(2)
  const watchers = children.map(watch)
  if (ownArgs.includes(testHubFlag)) watchers.push(testHub())
  const [node, electronVite] = packageCommand('electron-vite')
  const isRoot = process.platform === 'linux' && process.getuid() === 0
  const args = [
    'dev',
    '--watch',
    ...(isRoot ? ['--noSandbox'] : []),
    '--',
    ...ownArgs.filter((arg) => arg !== testHubFlag),
  ]
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

function testHub() {
  return spawn(nodePath(), ['e2e/fixtures/hub/serve.ts'], { cwd: root, stdio: 'inherit' })
}
