// `npm test`: every check and every test; a failing step does not stop the next. The last line adds them up, behind what
// failed and why, so that the end of a long output says it all.
// In CI, or with --package, the Debian package is built, installed and used as well.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { emptyTotals, endToEndTotals } from './e2e.mjs'
import { electronRuntime } from './electron-runtime.mjs'
import { capture, ensurePackages, main, nodePath, npm, packageCommand, root, run, say } from './project.mjs'
import { ensureTestPackages } from './system-libraries.mjs'

/**
 * @typedef {import('./e2e.mjs').Totals} Totals
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
  const totals = emptyTotals()
  for (const stage of stages)
    for (const { passed, failed, skipped, failures } of await Promise.all(stage.map(timed))) {
      totals.passed += passed
      totals.failed += failed
      totals.skipped += skipped
      totals.failures.push(...failures)
    }
  fs.rmSync(reports, { recursive: true, force: true })
  for (const { name, reason } of totals.failures) say(`\n✗ ${name}\n${beginningOf(reason)}`)
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
  const failures = totals.failures.map(({ name, reason }) => ({ name: `${step.name} › ${name}`, reason }))
  return { ...totals, failures }
}

/** As much of a reason as is read at the end of a run; the whole stands where it happened. */
function beginningOf(reason) {
  return reason.split('\n').slice(0, 15).join('\n').slice(0, 2_000)
}

/** A command of package.json that is right or wrong as a whole. What it says is shown when it is wrong. */
function check(name, args = []) {
  return {
    name,
    run: async () => {
      const { code, output } = await capture(...npm(['run', '--silent', name, ...args]))
      if (code !== 0) say(output.trimEnd())
      return code === 0
        ? { ...emptyTotals(), passed: 1 }
        : { ...emptyTotals(), failed: 1, failures: [{ name: `npm run ${name}`, reason: output.trim() }] }
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
    failures: json.testResults.flatMap(failuresOfFile),
  }))
}

/** What failed in a test file, as vitest's JSON reporter tells it: its tests, or the file as a whole. */
function failuresOfFile({ name: file, status, message, assertionResults }) {
  const name = path.relative(root, file)
  const failed = assertionResults.filter((test) => test.status === 'failed')
  if (status === 'failed' && failed.length === 0) return [{ name, reason: message }]
  return failed.map((test) => ({ name: `${name} › ${test.fullName}`, reason: test.failureMessages.join('\n') }))
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
  const totals = fs.existsSync(report) ? read(JSON.parse(fs.readFileSync(report, 'utf8'))) : emptyTotals()
  return countingCode(code, totals)
}

/** A runner that failed without a failed test (it could not start, a file could not be loaded) counts as one. */
function countingCode(code, totals) {
  if (code === 0 || totals.failed > 0) return totals
  return { ...totals, failed: 1, failures: [{ name: 'the runner', reason: `It ended with exit code ${code}.` }] }
}
