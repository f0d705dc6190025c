import { net, protocol } from 'electron'
import { pageFile } from './page-file.ts'
import { rendererFolder } from './paths.ts'
import { developmentUrl } from './security.ts'

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
}

/** net::ERR_FILE_NOT_FOUND. Source: Chromium's net/base/net_error_list.h. */
const fileNotFound = -6

/** Must run before the application is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built page, and nothing outside its folder, at `app://hearth/`. */
export function serveApp(): void {
  if (developmentUrl !== null) {
    const server = developmentUrl
    protocol.handle('app', async ({ url }) => {
      const { pathname, search } = new URL(url)
      return net.fetch(new URL(pathname + search, server).href)
    })
    return
  }
  // Chromium reads the files itself. What has come in its place answers with a stream that JavaScript makes, for which Node loads its
  // whole `fetch` first: a tenth of a second, in which the window waits.
  // oxlint-disable-next-line typescript/no-deprecated -- see above
  protocol.registerFileProtocol('app', ({ url }, answer) => {
    const path = pageFile(rendererFolder, url)
    answer(path === null ? { error: fileNotFound } : { path, headers })
  })
}
