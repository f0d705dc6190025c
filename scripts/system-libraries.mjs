// What Electron and the tests need of the system. On Debian and Ubuntu it is installed (as root) or the command is shown.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { capture, PlainError, quietly, say } from './project.mjs'

/**
 * Debian packages, each a choice of names: the first that this release has is taken. (Libraries were renamed to `…t64` in 2024.)
 * They bring with them everything else that Electron links to.
 */
const electronPackages = [['libgtk-3-0t64', 'libgtk-3-0'], ['libnss3'], ['libasound2t64', 'libasound2'], ['libgbm1']]
const testPackages = [['xvfb'], ['xauth'], ['fonts-dejavu-core'], ['fonts-noto-cjk']]
/** For the tests' own network, which only root can make. */
const networkPackages = [['iproute2']]

/**
 * Makes sure that an Electron binary finds its shared libraries. Throws a plain sentence when it does not and this is not root on
 * Debian.
 * @param {string} executable
 */
export async function ensureElectronLibraries(executable) {
  if (process.platform !== 'linux') return
  const { stdout } = await capture('ldd', [executable])
  const missing = [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1])
  if (missing.length > 0) await installOrTell(electronPackages, `Electron needs ${missing.join(', ')}`)
}

/** Makes sure that there is a screen to test on, letters to show on it, and for root what cuts off the network. Throws like `ensureElectronLibraries`. */
export async function ensureTestPackages() {
  if (process.platform !== 'linux') return
  const choices = process.getuid?.() === 0 ? [...testPackages, ...networkPackages] : testPackages
  if (isDebian() ? (await notInstalled(choices)).length === 0 : hasCommand('Xvfb')) return
  await installOrTell(choices, 'The tests need a virtual screen (Xvfb) and fonts with Latin and Chinese letters')
}

async function installOrTell(choices, reason) {
  if (!isDebian()) throw new PlainError(`${reason}. Install them with this system's package manager and try again.`)
  const isRoot = process.getuid?.() === 0
  if (isRoot) await aptGet('update')
  const names = await Promise.all((await notInstalled(choices)).map(firstAvailable))
  const install = ['install', '-y', '--no-install-recommends', ...names]
  if (!isRoot) throw new PlainError(`${reason}. Install them with\n  sudo apt-get ${install.join(' ')}\nand try again.`)
  say(`${reason}: installing ${names.join(' ')}…`)
  await aptGet(...install)
}

/** Another apt-get that is running is waited for. */
async function aptGet(...args) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await quietly('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env: environment })
}

/** Those of the choices of which no package is installed. */
async function notInstalled(choices) {
  const { stdout } = await capture('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...choices.flat()])
  const installed = new Set(stdout.split('\n').flatMap((line) => line.match(/^(\S+) installed$/)?.[1] ?? []))
  return choices.filter((names) => !names.some((name) => installed.has(name)))
}

async function firstAvailable(names) {
  for (const name of names.slice(0, -1))
    if ((await capture('apt-cache', ['show', '--no-all-versions', name])).code === 0) return name
  return names.at(-1)
}

function isDebian() {
  return existsSync('/etc/debian_version') && hasCommand('apt-get')
}

/**
 * True when the command is in the PATH.
 * @param {string} name
 */
export function hasCommand(name) {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, name)))
}
