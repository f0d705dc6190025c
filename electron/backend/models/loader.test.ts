import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EngineState } from '../../contract/model.ts'
import { ScriptedEngine, scriptedModel } from '../../testing/scripted-engine.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { openStore, type Store } from '../store/database.ts'
import { ModelFactsTable } from '../store/model-facts.ts'
import { ModelTables } from '../store/models.ts'
import { ModelLibrary } from './library.ts'
import { LoadJournal } from './load-journal.ts'
import { ModelLoader, type LoaderOptions } from './loader.ts'
import { modelIdOf } from './model-file.ts'
import type { ComputerMemory } from './memory.ts'

let root: string
let store: Store
let engine: ScriptedEngine
let library: ModelLibrary
let journal: LoadJournal
let loader: ModelLoader
let states: EngineState[]
let computer: ComputerMemory
let settings: { contextSize: number | null; threads: number | null }
let clock: number
let a: string
let b: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hearth-'))
  const folder = join(root, 'models')
  await mkdir(folder)
  await writeTinyModel(join(folder, 'a.gguf'), { name: 'A' })
  await writeTinyModel(join(folder, 'b.gguf'), { name: 'B' })
  a = modelIdOf(join(folder, 'a.gguf'))
  b = modelIdOf(join(folder, 'b.gguf'))
  computer = { totalBytes: 8e9, availableBytes: 4e9, graphics: null }
  settings = { contextSize: null, threads: null }
  clock = 0
  store = openStore(join(root, 'data'))
  const tables = new ModelTables(store)
  const facts = new ModelFactsTable(store)
  library = new ModelLibrary({
    store,
    tables,
    facts,
    calibration: () => null,
    builtInModelFolder: root,
    modelsFolder: () => folder,
    computer: () => computer,
    now: () => clock,
    onChange: () => undefined,
    onTrouble: (error) => {
      throw error
    },
  })
  await library.scan()
  journal = new LoadJournal(store, tables, facts)
  engine = new ScriptedEngine()
  states = []
  loader = newLoader()
})

afterEach(async () => {
  await loader.unload()
  store.close()
  await rm(root, { recursive: true })
})

const onGraphics: LoaderOptions['onGraphics'] = (graphics) => {
  computer = { ...computer, graphics }
}

function newLoader(): ModelLoader {
  return new ModelLoader({
    starter: engine,
    library,
    journal,
    settings: () => settings,
    now: () => clock,
    onGraphics,
    onState: (state) => {
      states.push(state)
      onState()
    },
  })
}

let onState: () => void = () => undefined

/** The state as soon as it is of this phase. */
async function untilPhase(phase: EngineState['phase']): Promise<EngineState> {
  await new Promise<void>((resolve) => {
    onState = () => {
      if (loader.state.phase === phase) resolve()
    }
    onState()
  })
  return loader.state
}

const failureOf = (code: string) => ({ failure: { code } })
const crash = { exitCode: null, signal: 'SIGSEGV' }

test('a model is loaded once, into a process of its own, and shows how far it is', async () => {
  engine.onLoad = () => undefined
  const wishes = [loader.ready(a, 'asked'), loader.ready(a, 'unasked')]
  const load = await engine.nextLoad()
  expect(load.input).toEqual({
    path: join(root, 'models', 'a.gguf'),
    contextSize: 2048,
    threads: null,
    chatFormat: 'own',
  })
  clock = 1000
  load.progress(0.25)
  load.progress(0.26)
  load.progress(1)
  load.ready()
  const [first, second] = await Promise.all(wishes)
  expect(first).toBe(second)
  expect(first).toMatchObject({ modelId: a, loaded: scriptedModel })
  expect(states).toEqual([
    { phase: 'loading', modelId: a, progress: 0 },
    { phase: 'loading', modelId: a, progress: 0.25 },
    { phase: 'loading', modelId: a, progress: 1 },
    { phase: 'ready', modelId: a, loaded: scriptedModel },
  ])
  expect(engine.started).toBe(1)
  expect(library.list(null).find(({ id }) => id === a)?.lastUsedAt).toBe(1000)
})

test('another model, or other settings, take its place when its process is gone', async () => {
  const first = await loader.ready(a, 'asked')
  await loader.ready(b, 'asked')
  expect(first.gone.aborted).toBe(true)
  expect([engine.started, engine.running.size]).toEqual([2, 1])
  settings = { contextSize: 512, threads: 1 }
  await loader.ready(b, 'asked')
  expect([engine.started, engine.running.size]).toEqual([3, 1])
  for (let i = 0; i < 2; i++) await engine.nextLoad()
  expect((await engine.nextLoad()).input).toMatchObject({ contextSize: 512, threads: 1 })
})

test('who changes their mind while it loads gets the last model that they asked for', async () => {
  const wishes = [a, b, a, b].map((id) => loader.ready(id, 'asked'))
  const results = await Promise.allSettled(wishes)
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled'])
  for (const result of results.slice(0, 3)) expect(result).toMatchObject({ reason: failureOf('MODEL_LOAD_CANCELLED') })
  expect(loader.state).toMatchObject({ phase: 'ready', modelId: b })
  expect(engine.running.size).toBe(1)
})

test('cancelling ends the process at once, and is held against nobody', async () => {
  engine.onLoad = () => undefined
  const wish = loader.ready(a, 'asked')
  const load = await engine.nextLoad()
  const unloading = loader.unload()
  await expect(wish).rejects.toMatchObject(failureOf('MODEL_LOAD_CANCELLED'))
  await unloading
  await load.feed.left
  expect([loader.state.phase, engine.running.size, journal.distrust(a)]).toEqual(['idle', 0, null])
})

test('what the engine refuses in an orderly way is said, and held against nobody', async () => {
  const failure = { code: 'MODEL_LOAD_FAILED', data: { path: '/a', detail: 'unknown architecture' } } as const
  engine.onLoad = (load) => load.fail(failure)
  await expect(loader.ready(a, 'asked')).rejects.toMatchObject({ failure })
  expect(loader.state).toEqual({ phase: 'failed', modelId: a, failure })
  expect([journal.distrust(a), engine.running.size]).toEqual([null, 0])
  engine.onLoad = (load) => load.ready()
  expect(await loader.ready(a, 'asked')).toMatchObject({ modelId: a })
})

test('what will not fit is refused before it is loaded', async () => {
  computer = { totalBytes: 8e9, availableBytes: 1e6, graphics: null }
  let loads = 0
  engine.onLoad = () => void loads++
  await expect(loader.ready(a, 'asked')).rejects.toMatchObject({
    failure: { code: 'MODEL_TOO_LARGE', data: { availableBytes: 1e6 } },
  })
  expect([loads, loader.state.phase]).toEqual([0, 'failed'])
  await loader.unload()
  expect(engine.running.size).toBe(0)
  expect(journal.distrust(a)).toBeNull()
  await expect(loader.ready('none', 'asked')).rejects.toMatchObject(failureOf('MODEL_UNKNOWN'))
})

test('what fits with the memory of a graphics card is loaded', async () => {
  computer = { totalBytes: 8e9, availableBytes: 140e6, graphics: null }
  expect(library.estimate(a, 2048)?.fit).toBe('will-not-fit')
  engine.graphics = { totalBytes: 8e9, availableBytes: 6e9 }
  settings = { contextSize: 2048, threads: null }
  expect(await loader.ready(a, 'asked')).toMatchObject({ modelId: a })
  expect(library.estimate(a, 2048)).toMatchObject({ graphics: { totalBytes: 8e9 } })
})

test('an engine that ends while it is used is started again by itself, until the third time within ten minutes', async () => {
  for (const time of [0, 280_000]) {
    clock = time
    const loaded = await loader.ready(a, 'asked')
    engine.crash(crash)
    expect(await loaded.crash).toEqual({ code: 'ENGINE_CRASHED', data: crash })
    await untilPhase('ready')
  }
  clock = 560_000
  const loaded = await loader.ready(a, 'asked')
  engine.crash({ exitCode: 1, signal: null })
  const unstable = { code: 'ENGINE_UNSTABLE', data: { crashes: 3, exitCode: 1, signal: null } }
  expect(await loaded.crash).toEqual(unstable)
  expect(loader.state).toEqual({ phase: 'failed', modelId: a, failure: unstable })
  await expect(loader.ready(a, 'unasked')).rejects.toMatchObject({ failure: unstable })
  expect(engine.started).toBe(3)
  const last = await loader.ready(a, 'asked')
  engine.crash(crash)
  await last.crash
  expect(await untilPhase('ready')).toMatchObject({ modelId: a })
  expect(engine.started).toBe(5)
})

test('a model that ends the engine while it is loaded is not loaded again unasked, however often everything is started', async () => {
  engine.onLoad = () => engine.crash(crash)
  await expect(loader.ready(a, 'asked')).rejects.toMatchObject({ failure: { code: 'ENGINE_CRASHED', data: crash } })
  expect(loader.state).toMatchObject({ phase: 'failed', ...failureOf('ENGINE_CRASHED') })
  engine.onLoad = (load) => load.ready()
  for (let start = 0; start < 5; start++) {
    loader = newLoader()
    await loader.preload(a)
    expect(loader.state).toEqual({
      phase: 'failed',
      modelId: a,
      failure: { code: 'ENGINE_UNSTABLE', data: { crashes: 1, ...crash } },
    })
  }
  expect(engine.started).toBe(1)
  await expect(loader.ready(a, 'unasked')).rejects.toMatchObject(failureOf('ENGINE_UNSTABLE'))
  await loader.preload(b)
  expect(loader.state).toMatchObject({ phase: 'ready', modelId: b })
  await loader.ready(a, 'asked')
  expect(journal.distrust(a)).toBeNull()
})

test('a model that ends the engine while it is used, too often, is not loaded unasked by the next start either', async () => {
  for (const next of ['ready', 'ready', 'failed'] as const) {
    const loaded = await loader.ready(a, 'unasked')
    engine.crash(crash)
    await loaded.crash
    await untilPhase(next)
  }
  expect(engine.started).toBe(3)
  const failure = { code: 'ENGINE_UNSTABLE', data: { crashes: 3, ...crash } }
  for (let start = 0; start < 5; start++) {
    loader = newLoader()
    await loader.preload(a)
    expect(loader.state).toEqual({ phase: 'failed', modelId: a, failure })
    // The first key that is typed.
    await expect(loader.ready(a, 'unasked')).rejects.toMatchObject({ failure })
  }
  await loader.ready(b, 'asked')
  await expect(loader.ready(a, 'unasked')).rejects.toMatchObject({ failure })
  expect(loader.state).toMatchObject({ phase: 'ready', modelId: b })
  expect(engine.started).toBe(4)
  await loader.ready(a, 'asked')
  loader = newLoader()
  await loader.preload(a)
  expect(loader.state).toMatchObject({ phase: 'ready', modelId: a })
})

test('a load that the application did not survive is forgiven once', async () => {
  journal.begins(a)
  expect(journal.distrust(a)).toBeNull()
  journal.begins(a)
  expect(journal.distrust(a)).toMatchObject({ code: 'ENGINE_UNSTABLE', data: { crashes: 2, signal: null } })
  journal.loaded(a, null)
  expect(journal.distrust(a)).toBeNull()
})

test('preloading leaves alone what does not fit with room to spare', async () => {
  computer = { totalBytes: 8e9, availableBytes: 150e6, graphics: null }
  expect(library.estimate(a, null)?.fit).toBe('tight')
  await loader.preload(a)
  expect([loader.state.phase, engine.started]).toEqual(['idle', 0])
})

test('what the application loads by itself was not used', async () => {
  await loader.preload(a)
  expect(loader.state).toMatchObject({ phase: 'ready', modelId: a })
  expect(library.list(null).find(({ id }) => id === a)?.lastUsedAt).toBeNull()
})

test('a process that cannot be started is a failure like any other', async () => {
  loader = new ModelLoader({
    starter: { start: () => Promise.reject(new Error('no more processes')) },
    library,
    journal,
    settings: () => settings,
    now: () => clock,
    onGraphics,
    onState: () => undefined,
  })
  await expect(loader.ready(a, 'asked')).rejects.toMatchObject({
    failure: { code: 'INTERNAL', data: { detail: 'no more processes' } },
  })
  await loader.unload()
  expect(loader.state.phase).toBe('idle')
})

test('a graphics driver that ends the process is done without, and the model is not blamed', async () => {
  const opened: boolean[] = []
  engine.onOpen = (gpu, die) => {
    opened.push(gpu)
    if (gpu) die(crash)
  }
  await loader.ready(a, 'unasked')
  expect(loader.state).toEqual({ phase: 'ready', modelId: a, loaded: scriptedModel })
  expect(journal.distrust(a)).toBeNull()
  await loader.ready(b, 'asked')
  expect(opened).toEqual([true, false, false])
  expect(engine.running.size).toBe(1)
})

test('an engine that ends also without the graphics driver has crashed', async () => {
  engine.onOpen = (_gpu, die) => die(crash)
  await expect(loader.ready(a, 'asked')).rejects.toMatchObject({ failure: { code: 'ENGINE_CRASHED', data: crash } })
  expect(engine.started).toBe(2)
  expect(engine.running.size).toBe(0)
})

test('a load that is given up while the driver is opened ends its process', async () => {
  const opening = new Promise<void>((resolve) => (engine.onOpen = () => resolve()))
  engine.onLoad = () => undefined
  const wish = loader.ready(a, 'asked')
  const unloading = opening.then(() => loader.unload())
  await expect(wish).rejects.toMatchObject(failureOf('MODEL_LOAD_CANCELLED'))
  await unloading
  expect(engine.started).toBe(1)
  expect(engine.running.size).toBe(0)
})
