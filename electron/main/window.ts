import { app, BrowserWindow, dialog, nativeTheme, screen, type Rectangle } from 'electron'
import { Breaker } from '../contract/breaker.ts'
import { log } from './log.ts'
import { offerPlaceMenu } from './menu.ts'
import { iconFile, preloadFile } from './paths.ts'
import { readPreferences, writePreferences } from './preferences.ts'
import { pageUrl, restrictContents } from './security.ts'
import { texts } from './text.ts'

/** The page's background in both themes, so that the window never flashes: --bg of the page's tokens in sRGB. */
const background = { light: '#f9fbf9', dark: '#151917' }

/** Opens the one window. It shows itself when the page has something to show. */
export function openWindow(): BrowserWindow {
  const preferences = readPreferences()
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...onScreen(preferences.bounds),
    minWidth: 480,
    minHeight: 420,
    show: false,
    title: 'Hearth',
    icon: iconFile,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      enableWebSQL: false,
    },
  })
  restrictContents(window.webContents)
  offerPlaceMenu(window)
  if (preferences.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => writePreferences({ bounds: window.getNormalBounds(), maximized: window.isMaximized() }))
  reloadWhenCrashed(window)
  void window.loadURL(pageUrl)
  return window
}

/** Bounds that were kept, if they still lie on a screen. */
function onScreen(bounds: Rectangle | null): Partial<Rectangle> {
  if (!bounds) return {}
  const { workArea } = screen.getDisplayMatching(bounds)
  const overlaps =
    bounds.x < workArea.x + workArea.width &&
    bounds.x + bounds.width > workArea.x &&
    bounds.y < workArea.y + workArea.height &&
    bounds.y + bounds.height > workArea.y
  return overlaps ? bounds : { width: bounds.width, height: bounds.height }
}

/** A page that crashed is loaded again; what it showed is in the backend. Not endlessly. */
function reloadWhenCrashed(window: BrowserWindow): void {
  const breaker = new Breaker()
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return
    log.error(`page: ${details.reason} (${details.exitCode})`)
    if (breaker.crashed(Date.now())) window.webContents.reload()
    else void askToReload(window, () => breaker.reset())
  })
}

/** A page that crashes again and again is loaded again only when a person says so. */
async function askToReload(window: BrowserWindow, onReload: () => void): Promise<void> {
  const t = texts()
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: t.pageCrashed,
    detail: t.pageCrashedDetail,
    buttons: [t.reload, t.quit],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  if (response === 1) return app.quit()
  onReload()
  window.webContents.reload()
}
