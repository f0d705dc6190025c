import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

/** Each rule's violations and what is allowed beside them: the file, what it imports, and the rule that must fire (null: none). */
const imports: [file: string, specifier: string, rule: string | null][] = [
  ['electron/contract/uses-backend.ts', '../backend/store.ts', 'hearth/import-zones'],
  ['electron/contract/uses-itself.ts', './message.ts', null],
  ['electron/contract/uses-electron.ts', 'electron', 'hearth/import-zones'],
  ['electron/child/uses-backend.ts', '../backend/store.ts', 'hearth/import-zones'],
  ['electron/child/uses-contract.ts', '../contract/message.ts', null],
  ['electron/backend/chat/uses-engine.ts', '../../engine/router.ts', 'hearth/import-zones'],
  ['electron/backend/chat/uses-own-engine-folder.ts', '../engine/starter.ts', null],
  ['electron/backend/uses-electron.ts', 'electron', 'hearth/import-zones'],
  ['electron/backend/uses-electron-main.ts', 'electron/main', 'hearth/import-zones'],
  ['electron/backend/uses-host.ts', '../host/node-host.ts', 'hearth/import-zones'],
  ['electron/backend/uses-host.test.ts', '../host/node-host.ts', null],
  ['electron/backend/uses-testing.ts', '../testing/tiny-model.ts', 'hearth/import-zones'],
  ['electron/backend/uses-testing.test.ts', '../testing/tiny-model.ts', null],
  ['electron/backend/uses-test-hub.ts', '../../e2e/fixtures/hub/test-hub.ts', 'hearth/import-zones'],
  ['electron/backend/uses-test-hub.test.ts', '../../e2e/fixtures/hub/test-hub.ts', null],
  ['electron/backend/uses-llama.ts', 'node-llama-cpp', 'hearth/import-zones'],
  ['electron/backend/uses-page.ts', '../../renderer/app/routes.ts', 'hearth/import-zones'],
  ['electron/backend/uses-child.ts', '../child/serve.ts', null],
  ['electron/backend/hub/uses-undici.ts', 'undici', 'hearth/import-zones'],
  ['electron/backend/network/uses-undici.ts', 'undici', null],
  ['electron/backend/network-beside-it/uses-undici.ts', 'undici', 'hearth/import-zones'],
  ['electron/backend/hub/uses-http.ts', 'node:http', 'hearth/import-zones'],
  ['electron/backend/hub/uses-https.ts', 'node:https', 'hearth/import-zones'],
  ['electron/backend/downloads/uses-net.ts', 'node:net', 'hearth/import-zones'],
  ['electron/backend/downloads/uses-names.ts', 'node:dns/promises', 'hearth/import-zones'],
  ['electron/backend/network/uses-http.ts', 'node:http', null],
  ['electron/backend/network/uses-http.test.ts', 'node:http', null],
  ['electron/backend/downloads/test-host.ts', 'node:http', null],
  ['electron/engine/uses-tls.ts', 'node:tls', 'hearth/import-zones'],
  ['electron/main/uses-http2.ts', 'node:http2', 'hearth/import-zones'],
  ['electron/main/uses-datagrams.ts', 'node:dgram', 'hearth/import-zones'],
  ['e2e/fixtures/uses-http.ts', 'node:http', null],
  ['electron/engine/uses-backend.ts', '../backend/store.ts', 'hearth/import-zones'],
  ['electron/engine/uses-electron.ts', 'electron', 'hearth/import-zones'],
  ['electron/engine/uses-database.ts', 'better-sqlite3', 'hearth/import-zones'],
  ['electron/engine/uses-llama.ts', 'node-llama-cpp', null],
  ['electron/main/uses-backend.ts', '../backend/store.ts', 'hearth/import-zones'],
  ['electron/main/uses-llama.ts', 'node-llama-cpp', 'hearth/import-zones'],
  ['electron/main/uses-electron.ts', 'electron', null],
  ['electron/preload/uses-main.ts', '../main/window.ts', 'hearth/import-zones'],
  ['renderer/app/uses-electron.ts', 'electron', 'hearth/import-zones'],
  ['renderer/app/uses-main.ts', '../../electron/main/window.ts', 'hearth/import-zones'],
  ['renderer/app/uses-contract.ts', '@contract/message.ts', null],
  ['renderer/ui/uses-app.tsx', '@renderer/app/routes.ts', 'hearth/import-zones'],
  ['renderer/ui/uses-contract.tsx', '@contract/message.ts', 'hearth/import-zones'],
  ['renderer/features/chat/uses-sidebar.tsx', '@renderer/features/sidebar/sidebar.tsx', 'hearth/import-zones'],
  ['renderer/features/chat/uses-sidebar-beside-it.tsx', '../sidebar/sidebar.tsx', 'hearth/import-zones'],
  ['renderer/app/uses-feature.ts', '@renderer/features/chat/composer.tsx', 'hearth/import-zones'],
  ['renderer/app/layout.tsx', '@renderer/features/chat/composer.tsx', null],
  ['renderer/features/chat/uses-layout.tsx', '@renderer/app/layout.tsx', 'hearth/import-zones'],
  ['renderer/features/chat/uses-itself.tsx', './composer.tsx', null],
  ['renderer/features/chat/uses-ui-and-app.tsx', '@renderer/app/routes.ts', null],
  ['electron/main/names-no-extension.ts', './window', 'hearth/import-extension'],
  ['renderer/app/names-no-extension.ts', '@contract/message', 'hearth/import-extension'],
  ['electron/main/circle.ts', './circle-back.ts', 'import/no-cycle'],
  ['electron/main/circle-back.ts', './circle.ts', 'import/no-cycle'],
]

/** Other forms of importing, and the rules on files. */
const sources: [file: string, source: string, rule: string][] = [
  ['electron/backend/asks-lazily.ts', "export const lazy = () => import('../engine/router.ts')", 'hearth/import-zones'],
  ['electron/backend/passes-on.ts', "export { load } from '../engine/router.ts'", 'hearth/import-zones'],
  [
    'electron/backend/only-its-type.ts',
    "import type { app } from 'electron'\nexport type App = typeof app",
    'hearth/import-zones',
  ],
  ['electron/backend/barrel.ts', "export * from './store.ts'", 'oxc/no-barrel-file'],
  ['electron/backend/long.ts', 'export const n = 1\n'.replace('1', `'${'x'.repeat(15_000)}'`), 'hearth/file-size'],
  ['electron/backend/prints.ts', "console.log('hello')", 'eslint/no-console'],
  ['electron/backend/fetches.ts', "export const page = fetch('https://example.org')", 'hearth/network-gate'],
  [
    'electron/engine/fetches-otherwise.ts',
    "export const page = globalThis.fetch('https://example.org')",
    'hearth/network-gate',
  ],
  ['renderer/app/listens.ts', "export const source = new EventSource('/events')", 'hearth/network-gate'],
  ['renderer/ui/connects.tsx', "export const socket = new WebSocket('wss://example.org')", 'hearth/network-gate'],
  ['electron/backend/fetches-later.ts', 'export const out = { now: fetch }', 'hearth/network-gate'],
  ['electron/backend/fetches-by-another-name.ts', 'export const { fetch: out } = globalThis', 'hearth/network-gate'],
  [
    'electron/main/asks-by-chromium.ts',
    "import { net } from 'electron'\nexport const ask = net",
    'hearth/electron-gate',
  ],
  ['electron/main/asks-by-another-name.ts', "export { net } from 'electron'", 'hearth/electron-gate'],
  [
    'electron/main/takes-all.ts',
    "import * as electron from 'electron'\nexport const ask = electron.net",
    'hearth/electron-gate',
  ],
  ['electron/preload/takes-all-later.ts', "export const all = () => import('electron')", 'hearth/electron-gate'],
  [
    'electron/main/asks-by-session.ts',
    "import { session } from 'electron'\nexport const page = session.defaultSession.fetch('https://example.org')",
    'hearth/electron-gate',
  ],
  [
    'electron/main/downloads.ts',
    "import type { WebContents } from 'electron'\nexport const load = (page: WebContents) => page['downloadURL']('x')",
    'hearth/electron-gate',
  ],
  ['electron/backend/anything.ts', 'export const anything: any = 1', 'typescript/no-explicit-any'],
  ['electron/backend/later.ts', '// TODO: think\nexport const later = 1', 'eslint/no-warning-comments'],
]

/** What one file is allowed, and no other. */
const allowed: [file: string, source: string] = [
  'electron/main/protocol.ts',
  "import { net } from 'electron'\nexport const page = net.fetch('http://localhost/')",
]

const root = join(import.meta.dirname, '..')
const report = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) })
let folder = ''
let fired = new Map<string, string[]>()

/** Lints a file tree of its own, with the project's configuration as it is. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-lint-'))
  for (const name of ['.oxlintrc.json', 'tsconfig.json', 'scripts/lint'])
    await cp(join(root, name), join(folder, name), { recursive: true })
  for (const [file, specifier] of imports)
    await write(file, `import { it } from '${specifier}'\nexport const used = [it]\n`)
  for (const [file, source] of [...sources, allowed]) await write(file, `${source}\n`)
  fired = await lint()
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function write(file: string, source: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true })
  await writeFile(join(folder, file), source)
}

/** The rules that fired, by file. */
async function lint(): Promise<Map<string, string[]>> {
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
  const stdout = await promisify(execFile)(process.execPath, [oxlint, '--format=json'], { cwd: folder }).then(
    (clean) => clean.stdout,
    (failed: unknown) => z.object({ stdout: z.string() }).parse(failed).stdout,
  )
  const rules = new Map<string, string[]>()
  for (const { code, filename } of report.parse(JSON.parse(stdout)).diagnostics) {
    const rule = code.replace(/^(.+)\((.+)\)$/, '$1/$2')
    rules.set(filename, [...(rules.get(filename) ?? []), rule])
  }
  return rules
}

test.each(imports)('%s importing %s: %s', (file, _specifier, rule) => {
  expect(fired.get(file) ?? []).toEqual(rule === null ? [] : [rule])
})

test('the page’s own server is asked by one named file', () => {
  expect(fired.get(allowed[0]) ?? []).toEqual([])
})

test.each(sources)('%s (%j) is refused by %s', (file, _source, rule) => {
  expect(fired.get(file)).toEqual([rule])
})
