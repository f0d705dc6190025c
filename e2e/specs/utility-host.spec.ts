import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, expect, test, type ElectronApplication } from '@playwright/test'
import { build } from 'vite'
import { tinyReply, writeTinyModel } from '../../electron/testing/tiny-model.ts'
import { electronBinary } from '../fixtures/launch.ts'
import { isAlive, processTree } from '../fixtures/processes.ts'
import type { Ending, Trials } from '../fixtures/utility-host/main.ts'

// Where Electron is older than the database needs, nothing else of the tests starts a utility process.
const checkout = fileURLToPath(new URL('../..', import.meta.url))
const sources = join(checkout, 'e2e/fixtures/utility-host')
const engineEntry = join(checkout, 'out/engine/engine.js')

let folder: string
let app: ElectronApplication

/** Main and its child in a file each, as the application's are. */
async function bundle(name: string): Promise<void> {
  await build({
    configFile: false,
    root: sources,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: join(sources, `${name}.ts`),
      target: 'node20.18',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { external: ['electron'], output: { entryFileNames: `${name}.mjs`, format: 'es' } },
    },
  })
}

async function trial<Name extends keyof Trials>(name: Name, ...args: Parameters<Trials[Name]>): Promise<unknown> {
  return app.evaluate(
    async (_electronModule, call): Promise<unknown> => {
      const tried: unknown = Reflect.get(globalThis, call.name)
      if (typeof tried !== 'function') throw new Error(`There is no trial ${call.name}`)
      return Reflect.apply(tried, undefined, call.args)
    },
    { name, args },
  )
}

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-utility-host-'))
  await Promise.all(['main', 'child'].map(bundle))
  app = await _electron.launch({
    executablePath: electronBinary,
    args: [join(folder, 'main.mjs'), `--user-data-dir=${join(folder, 'profile')}`],
    chromiumSandbox: true,
  })
})

test.afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

test('the engine loads a model in a utility process and answers, and its crash is told', async () => {
  const path = join(folder, 'tiny.gguf')
  await writeTinyModel(path)
  expect(await trial('engine', engineEntry, path)).toEqual({
    loaded: 'ready',
    text: tinyReply,
    stopReason: 'end',
    end: { exitCode: null, signal: 'SIGSEGV' },
  })
})

test('arguments, environment, title and the flags for V8 arrive', async () => {
  expect(await trial('describe')).toEqual({ args: ['an argument'], pool: '1', title: 'hearth-trial', smallHeap: true })
})

test('what a child writes arrives whole, wherever it is cut', async () => {
  expect(await trial('output', 'äpfel, 梨\n')).toBe('äpfel, 梨\n')
})

test('a channel between two children carries both ways, and is closed when one of them is gone', async () => {
  const data = { text: 'wörld', numbers: [1, 2] }
  expect(await trial('ports', data)).toEqual([
    { port: 'to first', data },
    { port: 'to second', data },
    { closed: 'to second' },
  ])
})

const ends: [Ending, { exitCode: number | null; signal: string | null }][] = [
  ['kill', { exitCode: null, signal: 'SIGKILL' }],
  ['kill, when it hangs', { exitCode: null, signal: 'SIGKILL' }],
  ['segmentation fault', { exitCode: null, signal: 'SIGSEGV' }],
  ['asked by the system', { exitCode: null, signal: 'SIGTERM' }],
  ['exit 0', { exitCode: 0, signal: null }],
  ['exit 11', { exitCode: 11, signal: null }],
  ['out of memory', { exitCode: null, signal: 'SIGABRT' }],
]
for (const [ending, end] of ends)
  test(`the end of a child is told, and of no other one: ${ending}`, async () => {
    expect(await trial('end', ending)).toEqual(end)
  })

test('a child that is killed before it is there ends, too', async () => {
  expect(await trial('endBeforeStart')).toEqual({ exitCode: null, signal: 'SIGKILL' })
})

test('no child outlives main', async () => {
  const pid = Number(await trial('leave'))
  expect(processTree(app.process().pid ?? 0).find((child) => child.pid === pid)?.command).toMatch(/^hearth-trial/)
  app.process().kill('SIGKILL')
  await expect.poll(() => isAlive(pid)).toBe(false)
})
