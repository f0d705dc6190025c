// `npm run test:e2e [-- <Playwright's arguments>]`: drives the real application on a virtual screen, as an ordinary user with
// Chromium's sandbox on. Results are left in test-results/.
import fs from 'node:fs'
import path from 'node:path'
import { buildIfStale } from './build.mjs'
import { withDisplay } from './display.mjs'
import { electronRuntime } from './electron-runtime.mjs'
import { copyForAll, ordinaryAccount, publicFolder } from './ordinary-user.mjs'
import { ensurePackages, main, nodePath, root, run, toolEnvironment } from './project.mjs'
import { ensureElectronLibraries, ensureTestPackages } from './system-libraries.mjs'

const results = path.join(root, 'test-results')
/** What no test needs, and what would be large. */
const leftOut = ['.git', 'release', 'test-results']

await main(async () => {
  await ensurePackages()
  await ensureTestPackages()
  const runtime = await electronRuntime()
  await ensureElectronLibraries(runtime.executable)
  await buildIfStale()
  fs.rmSync(results, { recursive: true, force: true })
  if (process.platform !== 'linux')
    return playwright(root, { ...toolEnvironment(), ELECTRON_OVERRIDE_DIST_PATH: runtime.dist }, (...line) => line)
  const account = await ordinaryAccount()
  return process.getuid() === 0 ? onCopy(account, runtime) : onDisplay(account, root, runtime.dist, results)
})

/** Root's files are not for everybody to read: the tests run on a copy, and what they write comes back. */
async function onCopy(account, runtime) {
  const folder = publicFolder()
  try {
    const checkout = path.join(folder, 'hearth')
    const dist = path.join(folder, 'electron')
    const output = path.join(folder, 'test-results')
    await copyForAll(root, checkout, leftOut)
    await copyForAll(runtime.dist, dist)
    fs.mkdirSync(output)
    fs.chmodSync(output, 0o777)
    try {
      return await onDisplay(account, checkout, dist, output)
    } finally {
      fs.cpSync(output, results, { recursive: true })
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function onDisplay(account, checkout, dist, output) {
  return withDisplay(account, (display) => {
    const environment = {
      ...account.environment,
      PATH: [path.dirname(nodePath(checkout)), path.join(checkout, 'node_modules/.bin'), account.environment.PATH].join(
        ':',
      ),
      DISPLAY: display,
      ELECTRON_OVERRIDE_DIST_PATH: dist,
      E2E_OUTPUT: output,
    }
    delete environment.WAYLAND_DISPLAY
    delete environment.DBUS_SESSION_BUS_ADDRESS
    return playwright(checkout, environment, account.commandLine)
  })
}

function playwright(checkout, env, commandLine) {
  const cli = path.join(checkout, 'node_modules/@playwright/test/cli.js')
  const [command, args] = commandLine(nodePath(checkout), [cli, 'test', ...process.argv.slice(2)])
  return run(command, args, { cwd: checkout, env })
}
