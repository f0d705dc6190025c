import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { net, protocol } from 'electron'
import { developmentUrl, pageOrigin } from './security.ts'
import { rendererFolder } from './paths.ts'

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

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
}

/** Must run before the application is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built page, and nothing outside its folder, at `app://hearth/`. */
export function serveApp(): void {
  protocol.handle('app', async (request) => {
    const url = new URL(request.url)
    if (url.origin !== pageOrigin && `${url.protocol}//${url.host}` !== pageOrigin)
      return new Response(null, { status: 404 })
    if (developmentUrl !== null) return await net.fetch(new URL(url.pathname, developmentUrl).href)
    const path = normalize(join(rendererFolder, decodeURIComponent(url.pathname)))
    if (!path.startsWith(rendererFolder + sep)) return new Response(null, { status: 404 })
    try {
      return new Response(await readFile(path), { headers: headersFor(path) })
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}

function headersFor(path: string): Record<string, string> {
  return {
    'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  }
}
