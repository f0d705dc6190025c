import { join, normalize, sep } from 'node:path'

/** Where the page lives. Nothing else is ever shown in a window. */
export const pageOrigin = 'app://hearth'

/** The file in `folder` that stands at an address of the page's; null: it is none of its own. */
export function pageFile(folder: string, address: string): string | null {
  const { protocol, host, pathname } = new URL(address)
  if (`${protocol}//${host}` !== pageOrigin) return null
  const name = decoded(pathname)
  if (name === null || name.includes('\0')) return null
  const path = normalize(join(folder, name))
  return path.startsWith(folder + sep) && !path.endsWith(sep) ? path : null
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
