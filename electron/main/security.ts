import { app, session, type IpcMainEvent, type IpcMainInvokeEvent, type Session, type WebContents } from 'electron'
import { log } from './log.ts'
import { isOwnUrl, isPageFrame } from './own-page.ts'
import { pageOrigin } from './page-file.ts'

/** The one document that is ever loaded. */
export const pageUrl = `${pageOrigin}/index.html`

/** The development server's address while developing, else null. Never read in a package. */
export const developmentUrl = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null)

/** Before the application is ready: what Chromium would do on the network by itself is switched off. */
export function restrictChromium(): void {
  const switches = app.commandLine
  // Root can only run Chromium without its sandbox (`npm start` says so); insisting on it would end every child process.
  if (!switches.hasSwitch('no-sandbox')) app.enableSandbox()
  switches.appendSwitch('disable-background-networking')
  switches.appendSwitch('no-pings')
  switches.appendSwitch('no-proxy-server')
  switches.appendSwitch(
    'disable-features',
    'SpareRendererForSitePerProcess,MediaRouter,OptimizationHints,WebRtcHideLocalIpsWithMdns',
  )
  if (developmentUrl === null) switches.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
}

/** The page's session asks for nothing that is not its own, and is granted no permission at all. */
export function restrictSession(target: Session = session.defaultSession): void {
  target.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn(`denied permission ${permission}`)
    answer(false)
  })
  target.setPermissionCheckHandler(() => false)
  target.setDevicePermissionHandler(() => false)
  target.setSpellCheckerEnabled(false)
  // Off as it is, it still fetches a dictionary for each of its languages when the first window opens.
  target.setSpellCheckerLanguages([])
  target.webRequest.onBeforeRequest((details, answer) => {
    const inner = /^(data|blob|devtools|chrome-extension):/.test(details.url)
    answer({ cancel: !inner && !isOwnUrl(details.url, developmentUrl) })
  })
  target.on('will-download', (event) => event.preventDefault())
}

/** No window navigates, opens another one, or hosts a webview. */
export function restrictContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** True only for the top frame of our own page; every call of main starts with this. */
export function isFromPage(event: IpcMainInvokeEvent | IpcMainEvent): boolean {
  return isPageFrame(event.senderFrame, developmentUrl)
}
