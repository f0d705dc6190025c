import { join } from 'node:path'
import { app } from 'electron'
// Not its flavour for Electron, which opens a channel into the log for every page, and holds up the start.
import log from 'electron-log/node'

/** Writes to `logs/hearth.log` in the data folder, 1 MB and one older file at most. Never holds what people or models write. */
export function startLog(): void {
  log.transports.file.setAppName(app.getName())
  log.transports.file.resolvePathFn = () => join(app.getPath('userData'), 'logs', 'hearth.log')
  log.transports.file.maxSize = 1_000_000
  log.transports.console.level = app.isPackaged ? false : 'warn'
}

export { log }
