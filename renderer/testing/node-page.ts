import i18next from 'i18next'
import { portMessage } from '@contract/page-port.ts'
import type { Shell } from '@contract/shell.ts'
import { startTexts, type Language } from '@renderer/app/text/i18n.ts'

/** What a module of the page finds around it when a test runs it in Node. Only what is given by `window` and `document` there. */
export interface NodePage {
  /** Whether media queries match, by their text. */
  media: Map<string, boolean>
  calls: { name: string; input: unknown }[]
  /** Hands the page a port to a backend, as the preload does. */
  givePort: (port: MessagePort) => void
}

/**
 * Puts a small page around the modules under test: a window with the shell, a document with an element, storage. Call it before what
 * needs it runs; modules may be imported earlier.
 */
export function openNodePage(language: Language = 'en', platform: Shell['platform'] = 'linux'): NodePage {
  const media = new Map<string, boolean>()
  const calls: NodePage['calls'] = []
  const record =
    (name: string) =>
    (input: unknown): Promise<void> => {
      calls.push({ name, input })
      return Promise.resolve()
    }
  const hearth = {
    platform,
    systemLanguage: language,
    setTheme: record('setTheme'),
    setLanguage: record('setLanguage'),
    revealFile: record('revealFile'),
    requestPort: () => undefined,
    onBackendTrouble: () => () => undefined,
  }
  const storage = new Map<string, string>()
  const page = Object.assign(new EventTarget(), {
    hearth,
    matchMedia: (query: string) => ({ matches: media.get(query) ?? false, addEventListener: () => undefined }),
  })
  const style = new Map<string, string>()
  const element = {
    lang: '',
    dataset: {},
    style: { setProperty: (name: string, value: string) => style.set(name, value) },
  }
  const localStorage = {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => storage.set(key, value),
  }
  for (const [name, value] of Object.entries({ window: page, document: { documentElement: element }, localStorage }))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  if (i18next.isInitialized) void i18next.changeLanguage(language)
  else startTexts(language)
  return {
    media,
    calls,
    givePort: (port) => {
      page.dispatchEvent(Object.assign(new Event('message'), { source: page, data: portMessage, ports: [port] }))
    },
  }
}
