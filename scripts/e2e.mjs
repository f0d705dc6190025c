// `npm run test:e2e [-- <Playwright's arguments>]`: drives the real application on a virtual screen, as an ordinary user with
// Chromium's sandbox on. Results are left in test-results/.
import fs from 'node:fs'
import path from 'node:path'
import { buildIfStale } from './build.mjs'
import { withDisplay } from './display.mjs'
import { electronRuntime } from './electron-runtime.mjs'
import { copyForAll, ordinaryAccount, publicFolder } from './ordinary-user.mjs'
import { ensurePackages, isMain, main, nodePath, root, run, toolEnvironment } from './project.mjs'
import { ensureElectronLibraries, ensureTestPackages } from './system-libraries.mjs'

/** What no test needs, and what would be large. */
const leftOut = ['.git', 'release', 'test-results']

/**
 * What of it is to be run, and where its results go.
 * @typedef {object} EndToEnd
 * @property {string[]} args Playwright's arguments
 * @property {string} results a folder, emptied first: `e2e.json`, and what the tests left
 * @property {Record<string, string>} [environment] what the tests find in their environment besides
 */

/**
 * Runs end-to-end tests, bringing what they need.
 * @param {EndToEnd} wanted
 * @returns {Promise<number>} Playwright's exit code
 */
export async function endToEnd(wanted) {
  await ensurePackages()
  await ensureTestPackages()
  const runtime = await electronRuntime()
  await ensureElectronLibraries(runtime.executable)
  await buildIfStale()
  fs.rmSync(wanted.results, { recursive: true, force: true })
  if (process.platform !== 'linux')
    return playwright(wanted, root, environmentOf(wanted, runtime.dist, wanted.results), same)
  const account = await ordinaryAccount()
  if (process.getuid() === 0) return onCopy(wanted, account, runtime)
  return onDisplay(wanted, account, { checkout: root, dist: runtime.dist, output: wanted.results })
}

const same = (...line) => line

/** Root's files are not for everybody to read: the tests run on a copy, and what they write comes back. */
async function onCopy(wanted, account, runtime) {
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
      return await onDisplay(wanted, account, { checkout, dist, output })
    } finally {
      fs.cpSync(output, wanted.results, { recursive: true })
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function onDisplay(wanted, account, { checkout, dist, output }) {
  return withDisplay(account, (display) => {
    const { WAYLAND_DISPLAY: _, DBUS_SESSION_BUS_ADDRESS: __, ...own } = account.environment
    const folders = [path.dirname(nodePath(checkout)), path.join(checkout, 'node_modules/.bin'), own.PATH]
    const environment = { ...own, PATH: folders.join(':'), DISPLAY: display, ...environmentOf(wanted, dist, output) }
    return playwright(wanted, checkout, environment, account.commandLine)
  })
}

function environmentOf(wanted, dist, output) {
  return { ...wanted.environment, ELECTRON_OVERRIDE_DIST_PATH: dist, E2E_OUTPUT: output }
}

function playwright({ args }, checkout, environment, commandLine) {
  const cli = path.join(checkout, 'node_modules/@playwright/test/cli.js')
  const [command, line] = commandLine(nodePath(checkout), [cli, 'test', ...args])
  return run(command, line, {
    cwd: checkout,
    env: { ...(process.platform === 'linux' ? {} : toolEnvironment()), ...environment },
  })
}

if (isMain(import.meta.url))
  await main(() => {
    const args = process.argv.slice(2)
    const project = args.some((argument) => argument.startsWith('--project')) ? [] : ['--project=application']
    return endToEnd({ args: [...project, ...args], results: path.join(root, 'test-results') })
  })
