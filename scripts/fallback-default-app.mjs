// The fallback runtime's `resources/default_app.asar`: what lets `electron <folder or file>` run an application, as Electron's own
// does. A module that waits for the application's, because Electron is not ready before its entry module has run to its end.
import { app } from 'electron'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** What the command line names: the application, and the modules (`-r`) to load before it. */
function parse(argv) {
  const modules = []
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '-r' || argv[i] === '--require') modules.push(argv[++i])
    else if (!argv[i].startsWith('-')) return { application: argv[i], modules }
  }
  return { application: '.', modules }
}

/** The entry file of an application folder, whose name and version become the application's. */
function entryOf(folder) {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'))
  app.setName(manifest.productName ?? manifest.name)
  app.setVersion(manifest.version)
  app.setDesktopName(`${app.getName()}.desktop`)
  app.setAppPath(folder)
  return path.join(folder, manifest.main ?? 'index.js')
}

const { application, modules } = parse(process.argv.slice(1))
const require = createRequire(import.meta.url)
for (const module of modules) require(module)
Object.defineProperty(process, 'defaultApp', { value: true, configurable: false, enumerable: true })
const target = path.resolve(application)
const entry = fs.statSync(target).isDirectory() ? entryOf(target) : target
await import(pathToFileURL(entry).href)
