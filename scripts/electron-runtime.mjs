// Which Electron to run: `ELECTRON_OVERRIDE_DIST_PATH`, the `electron` package's own binary, or the fallback runtime.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { cacheFolder, fallbackElectron } from './fallback-electron.mjs'
import { isMain, main, nodePath, PlainError, root, say } from './project.mjs'

const electronPackage = path.join(root, 'node_modules/electron')
/** How long a download may make no progress, in milliseconds, before it counts as out of reach. */
const stallMs = 15_000
const retryAfterMs = 24 * 60 * 60 * 1000

/**
 * An unpacked Electron.
 * @typedef {{dist: string, executable: string, version: string, fallback: boolean}} ElectronRuntime
 */

/**
 * Resolves the Electron to run, fetching it when it is missing.
 * @returns {Promise<ElectronRuntime>}
 */
export async function electronRuntime() {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override) return overridden(path.resolve(override))
  if (isInstalled() || (await download())) return runtime(path.join(electronPackage, 'dist'), wantedVersion(), false)
  const { dist, version } = await fallbackElectron()
  say(`Running on Electron ${version} instead of ${wantedVersion()}, whose download host cannot be reached.`)
  return runtime(dist, version, true)
}

function overridden(dist) {
  if (!fs.existsSync(path.join(dist, executableName())))
    throw new PlainError(`ELECTRON_OVERRIDE_DIST_PATH is set to ${dist}, where there is no Electron.`)
  const version = fs.readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
  return runtime(dist, version, version !== wantedVersion())
}

function runtime(dist, version, fallback) {
  return { dist, executable: path.join(dist, executableName()), version, fallback }
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}

/** The version that package.json asks for. */
function wantedVersion() {
  return JSON.parse(fs.readFileSync(path.join(electronPackage, 'package.json'), 'utf8')).version
}

function isInstalled() {
  const versionFile = path.join(electronPackage, 'dist/version')
  return (
    fs.existsSync(versionFile) &&
    fs.readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') === wantedVersion() &&
    fs.existsSync(path.join(electronPackage, 'dist', executableName()))
  )
}

/** Fetches Electron's own binary. False when it is out of reach, which is remembered for a day. */
async function download() {
  const mirror = process.env['ELECTRON_MIRROR'] ?? ''
  const failure = path.join(cacheFolder(), `electron-${wantedVersion()}-out-of-reach`)
  if (failedLately(failure, mirror)) return false
  say(`Fetching Electron ${wantedVersion()}…`)
  if ((await install()) && isInstalled()) {
    fs.rmSync(failure, { force: true })
    return true
  }
  fs.mkdirSync(path.dirname(failure), { recursive: true })
  fs.writeFileSync(failure, mirror)
  return false
}

function failedLately(failure, mirror) {
  if (!fs.existsSync(failure) || fs.readFileSync(failure, 'utf8') !== mirror) return false
  return Date.now() - fs.statSync(failure).mtimeMs < retryAfterMs
}

/** Runs the package's own installer for as long as what it writes keeps changing. */
function install() {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'hearth-electron-'))
  const child = spawn(nodePath(), [path.join(electronPackage, 'install.js')], {
    cwd: root,
    env: { ...process.env, TMPDIR: work, TEMP: work, TMP: work },
    stdio: 'ignore',
  })
  let seen = ''
  let changedAt = Date.now()
  const watch = setInterval(() => {
    const now = `${folderBytes(work)} ${folderBytes(path.join(electronPackage, 'dist'))}`
    if (now !== seen) [seen, changedAt] = [now, Date.now()]
    else if (Date.now() - changedAt > stallMs) child.kill('SIGKILL')
  }, 500)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code === 0))
  }).finally(() => {
    clearInterval(watch)
    fs.rmSync(work, { recursive: true, force: true })
  })
}

function folderBytes(folder) {
  if (!fs.existsSync(folder)) return 0
  let bytes = 0
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      bytes += fs.statSync(path.join(entry.parentPath ?? entry.path, entry.name), { throwIfNoEntry: false })?.size ?? 0
  return bytes
}

if (isMain(import.meta.url)) await main(async () => say((await electronRuntime()).dist))
