// Which part of the source may import which. Read by the lint rule hearth/import-zones.

/** The import aliases, as in alias.config.ts. */
export const aliases = { '@contract': 'electron/contract', '@renderer': 'renderer' }

/**
 * The zones: folders, with the zones that each may import besides itself. What lies in none of them (e2e, bench, scripts), and the
 * configuration of a tool, may import anything and is imported by none.
 * @type {Record<string, string[]>}
 */
const zones = {
  'electron/contract': [],
  'electron/child': ['electron/contract'],
  'electron/host': ['electron/contract'],
  'electron/backend': ['electron/contract', 'electron/child'],
  'electron/engine': ['electron/contract', 'electron/child'],
  'electron/main': ['electron/contract', 'electron/host'],
  'electron/preload': ['electron/contract'],
  'electron/testing': ['electron/contract', 'electron/child', 'electron/host'],
  'e2e/fixtures/hub': ['electron/testing'],
  'renderer/locales': [],
  'renderer/ui': [],
  'renderer/markdown': ['electron/contract', 'renderer/app', 'renderer/ui'],
  'renderer/features': ['electron/contract', 'renderer/app', 'renderer/markdown', 'renderer/ui'],
  'renderer/app': ['electron/contract', 'renderer/features', 'renderer/locales', 'renderer/ui'],
  'renderer/testing': ['electron/contract', 'renderer/app', 'renderer/features', 'renderer/locales', 'renderer/ui'],
}

/** The shell's files that put the features onto the page. Nothing else of it knows them, and the features do not know these. */
const composition = ['renderer/app/app.tsx', 'renderer/app/layout.tsx']

/** What tests may import besides. */
const forTests = ['e2e/fixtures/hub', 'electron/host', 'electron/testing', 'renderer/testing']

/** Packages that belong to some zones alone; every other package is free. */
export const packageZones = {
  electron: ['electron/main', 'electron/preload'],
  'node-llama-cpp': ['electron/engine'],
  'better-sqlite3': ['electron/backend'],
}

/** The only folder that anything may go out from, and what it would go out by. */
const gateFolder = 'electron/backend/network/'
const waysOut = [
  'undici',
  ...['http', 'https', 'http2', 'net', 'tls', 'dns', 'dgram', 'quic', 'inspector'].map((name) => `node:${name}`),
]

/** Globals that open connections. */
export const globalWaysOut = [
  'fetch',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'EventSource',
  'XMLHttpRequest',
  'RTCPeerConnection',
  'sendBeacon',
]

/** What of Electron opens connections, and the methods of its sessions and pages that do. */
export const electronWaysOut = {
  modules: ['net', 'autoUpdater', 'crashReporter'],
  methods: ['fetch', 'downloadURL', 'preconnect', 'resolveHost'],
}

/** While developing, the page comes from the server that builds it. */
const asksDevelopmentServer = 'electron/main/protocol.ts'

/**
 * The zone of a path below the checkout; null for what lies in none.
 * @param {string} file
 */
export function zoneOf(file) {
  return Object.keys(zones).find((zone) => file.startsWith(`${zone}/`)) ?? null
}

/**
 * True when a file may import another of ours. Both are paths below the checkout.
 * @param {string} importer
 * @param {string} target
 */
export function mayImport(importer, target) {
  const from = zoneOf(importer)
  const to = zoneOf(target)
  if (from === null || importer.endsWith('.config.ts')) return true
  if (to === null) return false
  if (from === to) return from !== 'renderer/features' || feature(importer) === feature(target)
  if (from === 'renderer/app' && to === 'renderer/features') return composition.includes(importer)
  if (from === 'renderer/features' && composition.includes(target)) return false
  return zones[from].includes(to) || (isTest(importer) && forTests.includes(to))
}

/**
 * True when a file may import a package.
 * @param {string} importer
 * @param {string} specifier
 */
export function mayUse(importer, specifier) {
  const isOf = (name) => specifier === name || specifier.startsWith(`${name}/`)
  if (waysOut.some(isOf)) return mayGoOut(importer)
  const owned = Object.keys(packageZones).find(isOf)
  const zone = zoneOf(importer)
  return owned === undefined || zone === null || packageZones[owned].includes(zone)
}

/**
 * True when a file may open connections: the gate, what stands in for a host in a test, and what is no part of the application.
 * @param {string} file
 */
export function mayGoOut(file) {
  const zone = zoneOf(file)
  if (zone === null || file.endsWith('.config.ts') || file.startsWith(gateFolder)) return true
  return isTest(file) || forTests.includes(zone) || file.split('/').at(-1).startsWith('test-')
}

/**
 * True when a file may open connections through Electron, which the gate would not know of.
 * @param {string} file
 */
export function mayGoOutByElectron(file) {
  return mayGoOut(file) || file === asksDevelopmentServer
}

function feature(file) {
  return file.split('/')[2]
}

function isTest(file) {
  return /\.test\.tsx?$/.test(file)
}
