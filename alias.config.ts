import { fileURLToPath } from 'node:url'

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The import aliases, the same for building, testing and (in tsconfig.json) for types. */
export const alias = {
  '@contract': folder('./electron/contract'),
  '@renderer': folder('./renderer'),
}
