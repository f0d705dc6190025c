// `npm run package [-- <target>…] [--with-cuda] [--quick]`: packages for this system into release/. Targets: dir, tar.gz, deb, AppImage on Linux
// (all of them unless named), dmg and zip on macOS, nsis on Windows.
import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { build, buildIfStale } from './build.mjs'
import { electronRuntime } from './electron-runtime.mjs'
import { ensurePackages, main, nodePath, PlainError, root, say } from './project.mjs'

const systems = {
  linux: { name: 'linux', targets: ['dir', 'tar.gz', 'deb', 'AppImage'] },
  darwin: { name: 'mac', targets: ['dmg', 'zip'] },
  win32: { name: 'win', targets: ['nsis'] },
}

/** Some 600 MB that only computers with an NVIDIA card could use, where Vulkan works as well. `--with-cuda` packs them. */
const cudaPackages = /-cuda(-ext)?$/

/**
 * `--quick`, for the tests: what is built is packed, unless a source is newer, and a Debian package is compressed with zstd, which takes a
 * tenth of the time. Debian's own programs read that since Debian 12, so it is not for everybody.
 */
const options = { 'with-cuda': { type: 'boolean' }, quick: { type: 'boolean' } }

await main(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options })
  const system = systems[process.platform]
  const unknown = positionals.filter((target) => !system.targets.includes(target))
  if (unknown.length > 0)
    throw new PlainError(`Cannot make ${unknown.join(', ')} here. There are: ${system.targets.join(', ')}.`)
  await ensurePackages()
  const runtime = await electronRuntime()
  await (values.quick ? buildIfStale() : build())
  await useToolsFromRegistry()
  const config = configuration(runtime, system.name, values)
  const targets = positionals.length > 0 ? positionals : system.targets
  const missing = []
  for (const target of targets) if (!(await tryToMake(system.name, target, config))) missing.push(target)
  if (missing.length > 0)
    throw new PlainError(`Not made: ${missing.join(', ')}. The reason stands above; all else is in release/.`)
})

/** electron-builder would fetch these from a host of its own. */
async function useToolsFromRegistry() {
  const { path7za } = await import('7zip-bin')
  fs.chmodSync(path7za, 0o755)
  process.env['ELECTRON_BUILDER_7ZIP_PATH'] = path7za
  // gzip's usual level: its highest takes minutes more, and what is large, the model and the binaries, hardly gets smaller.
  process.env['ELECTRON_BUILDER_COMPRESSION_LEVEL'] ??= '5'
  if (process.platform === 'linux') process.env['CUSTOM_FPM_PATH'] = path.join(root, 'scripts/fpm-shim.mjs')
}

/** What electron-builder.yml cannot know. */
function configuration(runtime, system, { 'with-cuda': withCuda = false, quick = false }) {
  return {
    electronDist: runtime.dist,
    electronVersion: runtime.version,
    // Beside those of electron-builder.yml, not below [system]: patterns that only leave out would bring in all else of the checkout.
    files: unneededBinaries(withCuda),
    [system]: { extraResources: runtime.fallback ? plainNode() : [] },
    deb: {
      fpm: [`${path.join(root, 'LICENSE')}=/usr/share/doc/hearth/copyright`],
      ...(quick && { compression: 'zst' }),
    },
  }
}

/** The fallback Electron's own Node is too old for the database; main starts the child processes under this one. With its licence. */
function plainNode() {
  const node = path.relative(root, nodePath())
  return [
    { from: node, to: 'node/node' },
    { from: path.join(node, '../../LICENSE'), to: 'node/LICENSE' },
  ]
}

/** Patterns that leave out native binaries for other systems and processors. */
function unneededBinaries(withCuda) {
  const here = `${process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'win' : 'linux'}-${process.arch}`
  const llama = fs
    .readdirSync(path.join(root, 'node_modules/@node-llama-cpp'))
    .filter((name) => !(name === here || name.startsWith(`${here}-`)) || (!withCuda && cudaPackages.test(name)))
    .map((name) => `!node_modules/@node-llama-cpp/${name}/**`)
  const database = fs
    .readdirSync(path.join(root, 'node_modules/better-sqlite3/prebuilds'))
    .filter((name) => name !== `${process.platform}-${process.arch}.node`)
    .map((name) => `!node_modules/better-sqlite3/prebuilds/${name}`)
  return [...llama, ...database]
}

/** True when it was made. One that cannot be made here (what it needs cannot be fetched) does not keep the others from being made. */
async function tryToMake(system, target, config) {
  try {
    await make(system, target, config)
    return true
  } catch (error) {
    say(`${target}: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}

async function make(system, target, config) {
  const builder = await import('electron-builder')
  const targets = builder.Platform[system === 'mac' ? 'MAC' : system === 'win' ? 'WINDOWS' : 'LINUX'].createTarget([
    target,
  ])
  const files = await builder.build({ targets, config, projectDir: root, publish: 'never' })
  for (const file of files) say(`Made ${path.relative(root, file)} (${Math.round(fs.statSync(file).size / 1e6)} MB).`)
}
