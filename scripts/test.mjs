// `npm test`: every check and every test; a failing step does not stop the next. The last line adds them up.
// In CI, or with --package, the Debian package is built, installed and used as well.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { endToEndTotals } from './e2e.mjs'
import { electronRuntime } from './electron-runtime.mjs'
import { capture, ensurePackages, main, nodePath, npm, packageCommand, root, run, say } from './project.mjs'
import { ensureTestPackages } from './system-libraries.mjs'

/**
 * @typedef {{passed: number, failed: number, skipped: number}} Totals
 * @typedef {{name: string, run: () => Promise<Totals>}} Step
 */

const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'hearth-test-'))
const withPackage = process.argv.includes('--package') || Boolean(process.env['CI'])

/**
 * In order; the steps of one line run beside each other. End-to-end tests leave a processor idle half of their time.
 * @type {Step[][]}
 */
const stages = [
  [check('lint'), check('format:check'), check('types'), check('dead-code')],
  [{ name: 'unit tests', run: unitTests }],
  [check('build')],
  [
    { name: 'end-to-end tests', run: endToEndTests },
    ...(withPackage ? [check('package', ['--', 'deb', '--quick'])] : []),
  ],
  ...(withPackage ? [[{ name: 'the installed package', run: packageTests }]] : []),
]

await main(async () => {
  await ensurePackages()
  await ensureTestPackages()
  // Steps that run beside each other would both fetch it. Without it they fail, not what needs no Electron.
  await electronRuntime().catch(() => undefined)
  const totals = { passed: 0, failed: 0, skipped: 0 }
  for (const stage of stages)
    for (const { passed, failed, skipped } of await Promise.all(stage.map(timed))) {
      totals.passed += passed
      totals.failed += failed
      totals.skipped += skipped
    }
  fs.rmSync(reports, { recursive: true, force: true })
  say(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
  return totals.failed === 0 ? 0 : 1
})

/** @param {Step} step */
async function timed(step) {
  say(`\n── ${step.name}`)
  const started = performance.now()
  const totals = await step.run()
  say(
    `── ${step.name}: ${totals.failed === 0 ? 'good' : 'FAILED'}, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  )
  return totals
}

/** A command of package.json that is right or wrong as a whole. What it says is shown when it is wrong. */
function check(name, args = []) {
  return {
    name,
    run: async () => {
      const { code, output } = await capture(...npm(['run', '--silent', name, ...args]))
      if (code !== 0) say(output.trimEnd())
      return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
    },
  }
}

async function unitTests() {
  const report = path.join(reports, 'unit.json')
  const [node, vitest] = packageCommand('vitest')
  const code = await run(node, [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
  return totalsOf(code, report, (json) => ({
    passed: json.numPassedTests,
    failed: json.numFailedTests,
    skipped: json.numPendingTests + json.numTodoTests,
  }))
}

async function endToEndTests() {
  const code = await run(nodePath(), [path.join(root, 'scripts/e2e.mjs')])
  return countingCode(code, endToEndTotals(path.join(root, 'test-results')))
}

async function packageTests() {
  const report = path.join(reports, 'package.json')
  const code = await run(nodePath(), [path.join(root, 'scripts/package-smoke.mjs'), report])
  return totalsOf(code, report, (json) => json)
}

function totalsOf(code, report, read) {
  const totals = fs.existsSync(report)
    ? read(JSON.parse(fs.readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 }
  return countingCode(code, totals)
}

/** A runner that failed without a failed test (it could not start, a file could not be loaded) counts as one. */
function countingCode(code, totals) {
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals
}
