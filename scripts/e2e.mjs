// `npm run test:e2e [-- <Playwright's arguments>]`: drives the real application on a virtual screen, as an ordinary user with
// Chromium's sandbox on, and, where root runs it on Linux, without network: whatever tries to get out is counted, and fails the run.
// Results are left in test-results/.
import fs from 'node:fs'
import path from 'node:path'
import { buildIfStale } from './build.mjs'
import { withDisplay } from './display.mjs'
import { electronRuntime } from './electron-runtime.mjs'
import { copyForAll, ordinaryAccount, publicFolder } from './ordinary-user.mjs'
import { ensurePackages, isMain, main, nodePath, root, run, say, toolEnvironment } from './project.mjs'
import { ensureElectronLibraries, ensureTestPackages } from './system-libraries.mjs'
import { canCutOff, withoutNetwork } from './without-network.mjs'

/** Among the results: what tried to reach the network (`Attempts`). Not there when it was not counted. */
const attemptsFile = 'network.json'

/** What no test needs, and what would be large. */
const leftOut = ['.git', 'release', 'test-results']

/**
 * What of it is to be run, and where its results go.
 * @typedef {object} EndToEnd
 * @property {string[]} args Playwright's arguments
 * @property {string} results a folder, emptied first: `e2e.json`, `network.json`, and what the tests left
 * @property {Record<string, string>} [environment] what the tests find in their environment besides
 */

/**
 * Runs end-to-end tests, bringing what they need.
 * @param {EndToEnd} wanted
 * @returns {Promise<number>} Playwright's exit code; 1 when all is well but something tried to reach the network
 */
export async function endToEnd(wanted) {
  await ensurePackages()
  await ensureTestPackages()
  const runtime = await electronRuntime()
  await ensureElectronLibraries(runtime.executable)
  await buildIfStale()
  fs.rmSync(wanted.results, { recursive: true, force: true })
  const code = await onThisSystem(wanted, runtime)
  const isSilent = tellAttempts(wanted.results)
  return code === 0 && !isSilent ? 1 : code
}

/**
 * How many tests ended how, and what failed for which reason.
 * @typedef {{passed: number, failed: number, skipped: number, failures: {name: string, reason: string}[]}} Totals
 */

/** @returns {Totals} */
export function emptyTotals() {
  return { passed: 0, failed: 0, skipped: 0, failures: [] }
}

/**
 * The totals of a run: its tests, and as one more that nothing tried to reach the network.
 * @param {string} results the folder that was given to `endToEnd`
 * @returns {Totals}
 */
export function endToEndTotals(results) {
  const tests = testTotals(readResult(results, 'e2e.json'))
  const attempts = readResult(results, attemptsFile)
  if (attempts === null) return { ...tests, skipped: tests.skipped + 1 }
  if (isNone(attempts)) return { ...tests, passed: tests.passed + 1 }
  const failure = { name: 'without network', reason: sentenceOf(attempts) }
  return { ...tests, failed: tests.failed + 1, failures: [...tests.failures, failure] }
}

/** What Playwright's JSON reporter tells of a run; null when it came to none. */
function testTotals(report) {
  if (report === null) return emptyTotals()
  const { expected, unexpected, flaky, skipped } = report.stats
  const failures = [
    ...report.errors.map(({ message }) => ({ name: 'the run', reason: message })),
    ...report.suites.flatMap(failuresOfSuite),
  ]
  return { passed: expected, failed: unexpected + flaky, skipped, failures }
}

function failuresOfSuite({ specs = [], suites = [] }) {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => ({
      name: `${file} › ${title}`,
      reason: tests
        .flatMap(({ results }) => results.flatMap(({ errors }) => errors.map(({ message }) => message)))
        .join('\n'),
    }))
  return [...own, ...suites.flatMap(failuresOfSuite)]
}

/** Says what tried to reach the network. False when something did. */
function tellAttempts(results) {
  const attempts = readResult(results, attemptsFile)
  if (attempts === null) {
    say(
      'What tries to reach the network was not counted: that needs Linux, root, `unshare`, and a run that comes to its end.',
    )
    return true
  }
  say(`Without network: ${sentenceOf(attempts)}: ${isNone(attempts) ? 'good' : 'FAILED'}`)
  return isNone(attempts)
}

function sentenceOf({ outward, names }) {
  const which = names.length > 0 ? ` (${[...new Set(names)].join(', ')})` : ''
  return `${outward} attempts to send, ${names.length} names looked up${which}`
}

function isNone({ outward, names }) {
  return outward === 0 && names.length === 0
}

function readResult(results, name) {
  const file = path.join(results, name)
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null
}

async function onThisSystem(wanted, runtime) {
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

async function onDisplay(wanted, account, { checkout, dist, output }) {
  const isCutOff = await canCutOff()
  const commandLine = (...line) => {
    const own = account.commandLine(...line)
    return isCutOff ? withoutNetwork(path.join(output, attemptsFile), ...own) : own
  }
  return withDisplay(account, (display) => {
    const { WAYLAND_DISPLAY: _, DBUS_SESSION_BUS_ADDRESS: __, ...own } = account.environment
    const folders = [path.dirname(nodePath(checkout)), path.join(checkout, 'node_modules/.bin'), own.PATH]
    const environment = { ...own, PATH: folders.join(':'), DISPLAY: display, ...environmentOf(wanted, dist, output) }
    return playwright(wanted, checkout, environment, commandLine)
  })
}

function environmentOf(wanted, dist, output) {
  // How often what is done again and again is done, where that is to be other than usual.
  const { CYCLES } = process.env
  return {
    ...wanted.environment,
    ...(CYCLES !== undefined && { CYCLES }),
    ELECTRON_OVERRIDE_DIST_PATH: dist,
    E2E_OUTPUT: output,
  }
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
