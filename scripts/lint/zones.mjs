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
  'renderer/locales': [],
  'renderer/ui': [],
  'renderer/features': ['electron/contract', 'renderer/app', 'renderer/ui'],
  'renderer/app': ['electron/contract', 'renderer/features', 'renderer/locales', 'renderer/ui'],
  'renderer/testing': ['electron/contract', 'renderer/app', 'renderer/features', 'renderer/locales', 'renderer/ui'],
}

/** What tests may import besides. */
const forTests = ['electron/host', 'electron/testing', 'renderer/testing']

/** Packages that belong to some zones alone; every other package is free. */
const packageZones = {
  electron: ['electron/main', 'electron/preload'],
  'node-llama-cpp': ['electron/engine'],
  'better-sqlite3': ['electron/backend'],
}

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
  return zones[from].includes(to) || (isTest(importer) && forTests.includes(to))
}

/**
 * True when a file may import a package.
 * @param {string} importer
 * @param {string} specifier
 */
export function mayUse(importer, specifier) {
  const owned = Object.keys(packageZones).find((name) => specifier === name || specifier.startsWith(`${name}/`))
  const zone = zoneOf(importer)
  return owned === undefined || zone === null || packageZones[owned].includes(zone)
}

function feature(file) {
  return file.split('/')[2]
}

function isTest(file) {
  return /\.test\.tsx?$/.test(file)
}
