// Installs the Debian package from release/, uses it as a person would, and removes it: `node scripts/package-smoke.mjs <report.json>`.
// Needs root for the installing; the tests themselves run as an ordinary user.
import fs from 'node:fs'
import path from 'node:path'
import { endToEnd, endToEndTotals } from './e2e.mjs'
import { main, PlainError, quietly, root, say } from './project.mjs'

const results = path.join(root, 'test-results/package')
const installed = '/opt/Hearth/hearth'

await main(async () => {
  const [report] = process.argv.slice(2)
  const deb = newestDeb()
  if (process.getuid?.() !== 0)
    throw new PlainError(`Installing the package needs root:\n  sudo node scripts/package-smoke.mjs`)
  say(`Installing ${path.basename(deb)}…`)
  await aptGet('install', '-y', '--no-install-recommends', deb)
  try {
    return await endToEnd({ args: ['--project=package'], results, environment: { HEARTH_INSTALLED: installed } })
  } finally {
    await aptGet('purge', '-y', 'hearth')
    const totals = endToEndTotals(results)
    // Removing it is the last test: nothing of it may stay.
    const left = [path.dirname(installed), '/usr/bin/hearth'].filter((file) => fs.existsSync(file))
    totals[left.length > 0 ? 'failed' : 'passed'] += 1
    if (left.length > 0) totals.failures.push({ name: 'removing it', reason: `Left: ${left.join(', ')}` })
    if (report) fs.writeFileSync(report, JSON.stringify(totals))
  }
})

function newestDeb() {
  const release = path.join(root, 'release')
  const debs = fs.existsSync(release) ? fs.readdirSync(release).filter((name) => name.endsWith('.deb')) : []
  const [deb] = debs
    .map((name) => path.join(release, name))
    .toSorted((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)
  if (!deb) throw new PlainError('There is no Debian package in release/. Make one with: npm run package -- deb')
  return deb
}

function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return quietly('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env })
}
