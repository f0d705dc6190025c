import { app, dialog, ipcMain, nativeTheme, type BrowserWindow } from 'electron'
import type { BackendTrouble } from '../contract/shell.ts'
import { Allowance } from './allowance.ts'
import { chooseHost } from './choose-host.ts'
import { log, startLog } from './log.ts'
import { installMenu } from './menu.ts'
import { OneDialog } from './one-dialog.ts'
import { builtInModelFolder, curatedListFile } from './paths.ts'
import { readPreferences } from './preferences.ts'
import { Processes } from './processes.ts'
import { registerAppScheme, serveApp } from './protocol.ts'
import { isFromPage, restrictChromium, restrictContents, restrictSession } from './security.ts'
import { canStoreSecrets, serveBackend } from './services.ts'
import { serveShell } from './shell.ts'
import { chooseExportFile } from './system-signs.ts'
import { texts } from './text.ts'
import { openWindow } from './window.ts'

/** How long the backend may take to write everything down when the application quits. */
const shutDownGraceMs = 4000

let window: BrowserWindow | null = null

if (app.requestSingleInstanceLock()) {
  start()
} else {
  app.quit()
}

function start(): void {
  restrictChromium()
  registerAppScheme()
  app.on('web-contents-created', (_event, contents) => restrictContents(contents))
  app.on('second-instance', focusWindow)
  app.whenReady().then(run).catch(giveUp)
}

function run(): void {
  startLog()
  nativeTheme.themeSource = readPreferences().theme
  restrictSession()
  serveApp()
  // First of all: what comes after it runs while the window's own process is being started.
  showWindow()
  const dialogs = new OneDialog()
  const processes = new Processes(
    chooseHost(),
    {
      dataFolder: app.getPath('userData'),
      builtInModelFolder,
      curatedListFile,
      canStoreSecrets: canStoreSecrets(),
      homeFolder: app.getPath('home'),
      version: app.getVersion(),
    },
    {
      onBackendRestarted: () => renewPort(processes),
      onBackendTrouble: tellTrouble,
      onServiceAsked: (request) => serveBackend(request, () => dialogs.show(askForExportFile, null)),
    },
  )
  const ports = new Allowance()
  ipcMain.on('request-port', (event) => {
    if (isFromPage(event) && ports.take()) givePort(processes)
  })
  serveShell(dialogs, {
    onLanguageChanged: () => installMenu(() => window),
    onRestartBackend: () => processes.restartBackend(),
  })
  installMenu(() => window)
  app.on('activate', showWindow)
  app.on('window-all-closed', () => app.quit())
  quitInOrder(processes)
}

/** A page asks for its port when it is there to receive it. */
function givePort(processes: Processes): void {
  const port = window ? processes.pagePort() : null
  if (port) window?.webContents.postMessage('port', null, [port])
}

/** The backend was started anew: a page that is still loading will ask by itself. */
function renewPort(processes: Processes): void {
  if (window && !window.webContents.isLoadingMainFrame()) givePort(processes)
}

function tellTrouble(trouble: BackendTrouble): void {
  window?.webContents.send('backend-trouble', trouble)
}

async function askForExportFile(): Promise<string | null> {
  return window && chooseExportFile(window)
}

function showWindow(): void {
  if (window) {
    focusWindow()
    return
  }
  window = openWindow()
  window.on('closed', () => {
    window = null
  })
}

function focusWindow(): void {
  if (window?.isMinimized()) window.restore()
  window?.show()
  window?.focus()
}

/** Quitting waits for the backend, then goes on by itself. */
function quitInOrder(processes: Processes): void {
  let finished = false
  app.on('will-quit', (event) => {
    if (finished) return
    event.preventDefault()
    void processes.shutDown(shutDownGraceMs).then(() => {
      finished = true
      // Electron does not hear it before it is through with having been held back.
      setImmediate(() => app.quit())
    })
  })
}

function giveUp(error: unknown): void {
  log.error(error)
  dialog.showErrorBox(texts().cannotStart, error instanceof Error ? error.message : String(error))
  app.exit(1)
}
