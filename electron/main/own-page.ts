import { pageOrigin } from './page-file.ts'

/** Of a frame of Electron's, what tells whose it is. */
interface FrameFacts {
  url: string
  /** null: it is the top one of its window. */
  parent: unknown
}

/** Whether an address is the page's own: at `app://hearth/`, or, while developing, at the development server's host. */
export function isOwnUrl(url: string, developmentUrl: string | null): boolean {
  if (url.startsWith(`${pageOrigin}/`)) return true
  return developmentUrl !== null && URL.parse(url)?.host === new URL(developmentUrl).host
}

/** True only for the top frame of a window that shows the page. null: the frame is gone. */
export function isPageFrame(frame: FrameFacts | null, developmentUrl: string | null): boolean {
  return frame !== null && frame.parent === null && isOwnUrl(frame.url, developmentUrl)
}
