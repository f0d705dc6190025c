import { fileURLToPath } from 'node:url'
import { leftOutLanguages } from './renderer/markdown/highlight/left-out.ts'

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The import aliases, the same for building, testing and (in tsconfig.json) for types. */
export const alias = {
  '@contract': folder('./electron/contract'),
  '@renderer': folder('./renderer'),
}

/** What the page's bundle has in the place of grammars that are left out. */
export const withoutGrammars = Object.fromEntries(
  leftOutLanguages.map((language) => [
    `@shikijs/langs/${language}`,
    folder('./renderer/markdown/highlight/no-grammar.ts'),
  ]),
)

/** What main's bundle has in the place of electron-log's way to send its lines away. */
export const withoutRemoteLog = {
  './transports/remote': folder('./electron/main/no-remote-log.cjs'),
}
