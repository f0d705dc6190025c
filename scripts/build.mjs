// Builds the application into out/: main, preload and renderer with electron-vite, the two child processes each in its own pass.
import fs from 'node:fs'
import path from 'node:path'
import { notesFolder, writeThirdPartyLicenses } from './licenses.mjs'
import { isMain, main, packageCommand, quietly, root, say } from './project.mjs'

/** The child processes that main starts. */
export const children = ['backend', 'engine']
const stamp = path.join(root, 'out/.built')
/** What the built files are made of. */
const sources = [
  'electron',
  'renderer',
  'resources/licenses',
  'scripts/licenses.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'alias.config.ts',
  'electron.vite.config.ts',
  'vite.child.config.ts',
]

/** Builds everything anew. Silent, unless it fails: then it throws with what the tools said. */
export async function build() {
  fs.rmSync(stamp, { force: true })
  fs.rmSync(notesFolder, { recursive: true, force: true })
  const started = new Date()
  await Promise.all([electronVite(), ...children.map((name) => tool('vite', childBuild(name)))])
  writeThirdPartyLicenses()
  fs.writeFileSync(stamp, '')
  // A source that was changed while the tools ran is newer than what they built.
  fs.utimesSync(stamp, started, started)
}

/** Builds when a source is newer than what was built last. */
export async function buildIfStale() {
  if (fs.existsSync(stamp) && sources.every((source) => newest(path.join(root, source)) <= fs.statSync(stamp).mtimeMs))
    return
  say('Building…')
  await build()
}

/** The vite arguments that build a child process, `backend` or `engine`. */
export function childBuild(name) {
  return ['build', '-c', 'vite.child.config.ts', '--mode', name, '--logLevel', 'warn']
}

function electronVite() {
  return tool('electron-vite', ['build', '--logLevel', 'warn'])
}

function tool(name, args) {
  const [node, script] = packageCommand(name)
  return quietly(node, [script, ...args])
}

/** When this file, or anything in this folder, last changed: milliseconds since 1970. Tests do not count. */
function newest(file) {
  const status = fs.statSync(file)
  if (!status.isDirectory()) return file.includes('.test.') ? 0 : status.mtimeMs
  return Math.max(status.mtimeMs, ...fs.readdirSync(file).map((name) => newest(path.join(file, name))))
}

if (isMain(import.meta.url))
  await main(async () => {
    const started = performance.now()
    await build()
    say(`Built out/ in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
  })
