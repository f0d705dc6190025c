import { portMessage } from '@contract/page-port.ts'
import type { BackendTrouble, MenuCommand, Shell } from '@contract/shell.ts'
import { engineStateSchema } from '@contract/model.ts'
import { settingsPatchSchema } from '@contract/settings.ts'
import { ScriptedAnswers } from './scripted-answers.ts'
import { serveScripted } from './scripted-backend.ts'
import { ScriptedStore } from './scripted-store.ts'
import { scriptedImport } from './scripted-transfers.ts'

// The application's page over a scripted backend. What it starts with is in the address:
// ?conversations=5000&messages=2000&models=built-in&engine={"phase":"ready",…}&settings={"theme":"dark"}&system=zh-CN&platform=darwin&connect=never
// &downloads=running|all&import=1&found=none&hub=slow|empty|failing&suggestion=none&connections=0&token=none; models=500: so many

const query = new URLSearchParams(location.search)
const json = (name: string): unknown => JSON.parse(query.get(name) ?? '{}')
const systemLanguage = query.get('system') ?? 'en'
const downloads = query.get('downloads')
const hub = query.get('hub')
const store = new ScriptedStore({
  conversations: Number(query.get('conversations') ?? 10),
  messages: Number(query.get('messages') ?? 0),
  models: query.get('models') === 'built-in' ? 'built-in' : Number(query.get('models') ?? 0) || 'all',
  language: systemLanguage,
  settings: settingsPatchSchema.parse(json('settings')),
  engine: query.has('engine') ? engineStateSchema.parse(json('engine')) : { phase: 'idle' },
  downloads: downloads === 'running' || downloads === 'all' ? downloads : 'none',
  imports: query.has('import') ? [scriptedImport({ id: 'import-0' })] : [],
  found: query.get('found') !== 'none',
  hub: hub === 'slow' || hub === 'empty' || hub === 'failing' ? hub : 'fine',
  suggests: query.get('suggestion') !== 'none',
  connections: Number(query.get('connections') ?? 250),
  canStoreToken: query.get('token') !== 'none',
})

const answers = new ScriptedAnswers(store)

const troubleListeners = new Set<(trouble: BackendTrouble) => void>()
const commandListeners = new Set<(command: MenuCommand) => void>()
const calls: { name: string; input: unknown[] }[] = []

const scriptedLicenses = ['react', 'zod'].map((name) => `${name} (MIT)\n\nPermission is hereby granted…\n`).join('\n')

function record<A>(name: string, answer: A): (...input: unknown[]) => Promise<A> {
  return (...input) => {
    calls.push({ name, input })
    return Promise.resolve(answer)
  }
}

function givePort(): void {
  const { port1, port2 } = new MessageChannel()
  serveScripted(store, answers, port2)
  window.postMessage(portMessage, '*', [port1])
}

const shell: Shell = {
  platform: query.get('platform') === 'darwin' ? 'darwin' : 'linux',
  systemLanguage,
  chooseModelFiles: record('chooseModelFiles', ['/home/ada/Downloads/gemma-3-4b-it-Q4_K_M.gguf']),
  chooseFolder: record('chooseFolder', '/media/models'),
  revealFile: record('revealFile', true),
  openLink: record('openLink', true),
  showLinkMenu: record('showLinkMenu', undefined),
  copyText: record('copyText', undefined),
  setTheme: record('setTheme', undefined),
  setLanguage: record('setLanguage', undefined),
  setProgress: record('setProgress', undefined),
  notify: record('notify', undefined),
  readLicenses: record('readLicenses', scriptedLicenses),
  restartBackend: async () => givePort(),
  requestPort: () => {
    if (query.get('connect') !== 'never') givePort()
  },
  pathOfFile: (file) => `/home/ada/Downloads/${file.name}`,
  onBackendTrouble: (listener) => {
    troubleListeners.add(listener)
    return () => troubleListeners.delete(listener)
  },
  onMenuCommand: (listener) => {
    commandListeners.add(listener)
    return () => commandListeners.delete(listener)
  },
}

/** For whoever drives the page: what happens outside of it. */
const outside = {
  store,
  calls,
  givePort,
  trouble: (trouble: BackendTrouble) => troubleListeners.forEach((listener) => listener(trouble)),
  command: (command: MenuCommand) => commandListeners.forEach((listener) => listener(command)),
}

Object.assign(window, { hearth: shell, outside })
await import('../app/main.tsx')
