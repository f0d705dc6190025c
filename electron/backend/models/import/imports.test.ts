import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, renameSync, truncateSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FailureError } from '../../../contract/failure.ts'
import type { ModelImport } from '../../../contract/import.ts'
import type { EngineState } from '../../../contract/model.ts'
import { writeLargeModel } from '../../../testing/large-model.ts'
import { writeTinyModel } from '../../../testing/tiny-model.ts'
import { openStore, type Store } from '../../store/database.ts'
import { ModelFactsTable } from '../../store/model-facts.ts'
import { ModelTables } from '../../store/models.ts'
import { ModelLibrary } from '../library.ts'
import { modelIdOf } from '../model-file.ts'
import { importModel } from './import-model.ts'
import { Imports } from './imports.ts'

/** Memory has a disk of its own here: what is moved from it has to be copied. */
const otherDisk = '/dev/shm'

let root: string
let away: string
let folder: string
let store: Store
let library: ModelLibrary
let imports: Imports
let engine: EngineState
/** Called with every change. */
let onChange: (all: ModelImport[]) => void

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hearth-'))
  away = await mkdtemp(join(otherDisk, 'hearth-'))
  folder = join(root, 'models')
  store = openStore(join(root, 'data'))
  engine = { phase: 'idle' }
  onChange = () => undefined
  library = new ModelLibrary({
    store,
    tables: new ModelTables(store),
    facts: new ModelFactsTable(store),
    builtInModelFolder: join(root, 'built-in'),
    modelsFolder: () => folder,
    computer: () => ({ totalBytes: 8e9, availableBytes: 4e9, graphics: null }),
    calibration: () => null,
    now: () => 1,
    onChange: () => undefined,
    onTrouble: (error) => {
      throw error
    },
  })
  const loader = {
    get state() {
      return engine
    },
  }
  imports = new Imports({
    library,
    loader,
    modelsFolder: () => folder,
    now: Date.now,
    onChange: (all) => onChange(all),
  })
})

afterEach(async () => {
  await imports.close()
  await library.scan()
  store.close()
  await rm(root, { recursive: true })
  await rm(away, { recursive: true })
})

/** Begins an import and waits for its end; `watch` sees every state of it. */
async function run(
  paths: string[],
  way: ModelImport['way'],
  watch: (shown: ModelImport) => void = () => undefined,
): Promise<ModelImport> {
  const over = Promise.withResolvers<ModelImport>()
  let id = ''
  onChange = (all) => {
    const shown = all.find((one) => one.id === id)
    if (!shown) return
    watch(shown)
    if (shown.state !== 'running') over.resolve(shown)
  }
  id = (await imports.begin(paths, way)).id
  return over.promise
}

async function tiny(path: string, name = 'Tiny'): Promise<string> {
  await writeTinyModel(path, { name })
  return path
}

async function hashOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

test('a copy is the same file at another place, listed, and its source stays', async () => {
  const path = await tiny(join(root, 'mine.gguf'))
  const done = await run([path], 'copy')
  const target = join(folder, 'mine.gguf')
  expect(done).toMatchObject({ state: 'done', failures: [], filesDone: 1, fileCount: 1, modelIds: [modelIdOf(target)] })
  expect(done.doneBytes).toBe(done.sizeBytes)
  expect(await hashOf(target)).toBe(await hashOf(path))
  expect(library.get(modelIdOf(target))).toMatchObject({ source: 'folder', failure: null })
  expect(await readdir(folder)).toEqual(['mine.gguf'])
})

test.each(['the same disk', 'another disk'])(
  'what is moved on %s is there and no longer here, and keeps its name',
  async (disk) => {
    const path = await tiny(join(disk === 'another disk' ? away : root, 'mine.gguf'))
    const content = await hashOf(path)
    library.rename(await library.add(path), 'My own')
    const done = await run([path], 'move')
    expect(done).toMatchObject({ state: 'done', failures: [] })
    expect(await exists(path)).toBe(false)
    expect(await hashOf(join(folder, 'mine.gguf'))).toBe(content)
    expect(library.list(null)).toMatchObject([{ id: done.modelIds[0], name: 'My own', source: 'folder' }])
  },
)

test('what is broken, no regular file, or not there is refused before anything is written; the others get through', async () => {
  const good = await tiny(join(root, 'good.gguf'))
  const text = join(root, 'text.gguf')
  await writeFile(text, 'no model')
  const pipe = join(root, 'pipe.gguf')
  execFileSync('/usr/bin/mkfifo', [pipe])
  const none = join(root, 'none.gguf')
  const done = await run([text, pipe, '/dev/zero', none, good], 'copy')
  expect(done.failures.map(({ failure }) => failure.code)).toEqual([
    'MODEL_FILE_CORRUPT',
    'MODEL_FILE_CORRUPT',
    'MODEL_FILE_CORRUPT',
    'MODEL_FILE_MISSING',
  ])
  expect(await readdir(folder)).toEqual(['good.gguf'])
})

test('a name that is taken by something else is left alone; the same content is there already', async () => {
  await mkdir(folder)
  const taken = await tiny(join(folder, 'mine.gguf'), 'Other')
  const before = await hashOf(taken)
  const path = await tiny(join(root, 'mine.gguf'))
  expect((await run([path], 'move')).failures[0]?.failure).toEqual({ code: 'FILE_EXISTS', data: { path: taken } })
  expect([await hashOf(taken), await exists(path)]).toEqual([before, true])
  await rm(taken)
  await run([path], 'copy')
  expect(await run([path], 'copy')).toMatchObject({ failures: [], modelIds: [modelIdOf(taken)] })
  expect(await run([path], 'move')).toMatchObject({ failures: [] })
  expect(await exists(path)).toBe(false)
  expect(await run([taken], 'move')).toMatchObject({ failures: [], modelIds: [modelIdOf(taken)] })
  expect(await exists(taken)).toBe(true)
  await symlink(join(root, 'nowhere'), join(folder, 'dangling.gguf'))
  const dangling = await tiny(join(root, 'dangling.gguf'))
  expect((await run([dangling], 'copy')).failures[0]?.failure.code).toBe('FILE_EXISTS')
})

test('a link is followed to the file, and moving it removes the link alone', async () => {
  const path = await tiny(join(root, 'real.gguf'))
  const shortcut = join(root, 'link.gguf')
  await symlink(path, shortcut)
  expect(await run([shortcut], 'move')).toMatchObject({ failures: [] })
  expect([await exists(shortcut), await exists(path)]).toEqual([false, true])
  expect(await hashOf(join(folder, 'link.gguf'))).toBe(await hashOf(path))
})

const middling = { layers: 4, width: 1024, feedForward: 4096, heads: 8, headsKv: 8, vocabulary: 16_000 }

test('what is over is taken off the list, what runs is not', async () => {
  const over = Promise.withResolvers<void>()
  onChange = ([one]) => one?.state === 'done' && over.resolve()
  const { id } = await imports.begin([await tiny(join(root, 'mine.gguf'))], 'copy')
  imports.dismiss(id)
  expect(imports.list()).toMatchObject([{ id, state: 'running' }])
  await over.promise
  const told: ModelImport[][] = []
  onChange = (all) => told.push(all)
  imports.dismiss(id)
  expect(told).toEqual([[]])
})

test('a cancelled import leaves no half file, and its source', async () => {
  const path = join(root, 'large.gguf')
  await writeLargeModel(path, middling)
  const first = await tiny(join(root, 'first.gguf'))
  const running = run([first, path], 'copy')
  // Changes are told four times a second, and the copy may take less than that.
  while (imports.list().at(-1)?.name !== 'large.gguf') await setImmediate()
  await imports.cancel(imports.list().at(-1)?.id ?? '')
  expect(await running).toMatchObject({ state: 'cancelled', filesDone: 1 })
  expect(await readdir(folder)).toEqual(['first.gguf'])
  expect(await exists(path)).toBe(true)
})

test.each([
  ['grows', (path: string) => appendFileSync(path, 'x')],
  ['is swapped', (path: string) => renameSync(`${path}.other`, path)],
  ['becomes shorter', (path: string) => truncateSync(path, 5_000_000)],
])('a source that %s while it is copied is noticed', async (_, change) => {
  const path = join(root, 'large.gguf')
  await writeLargeModel(path, middling)
  await writeLargeModel(`${path}.other`, middling)
  let changed = false
  const onBytes = (): void => {
    if (!changed) change(path)
    changed = true
  }
  const { signal } = new AbortController()
  const importing = importModel({ path, way: 'copy', folder, signal, onFile: () => undefined, onBytes })
  const outcome = await importing.then(
    () => 'copied',
    (error: unknown) => (error instanceof FailureError ? error.failure.code : 'other'),
  )
  expect(outcome).toBe('FILE_SWAPPED')
  expect(await readdir(folder)).toEqual([])
})

test('files are weighed each by itself, and their models once with all parts', async () => {
  const bytes = Buffer.alloc(10)
  const parts = [1, 2].map((part) => join(root, `big-0000${part}-of-00002.gguf`))
  for (const path of [...parts, join(root, 'small.gguf')]) await writeFile(path, bytes)
  const weigh = (...names: string[]) => imports.weigh(names.map((name) => join(root, name)))
  expect(await weigh('small.gguf', 'gone.gguf')).toEqual({ sizes: [10, null], totalBytes: 10, fileCount: 2 })
  expect(await weigh('big-00002-of-00002.gguf')).toEqual({ sizes: [10], totalBytes: 20, fileCount: 2 })
  expect(await imports.weigh(parts)).toEqual({ sizes: [10, 10], totalBytes: 20, fileCount: 2 })
})

test('a disk without room says how much is missing and keeps nothing', async () => {
  // A sparse file as large as no disk is.
  const path = await tiny(join(away, 'huge.gguf'))
  execFileSync('/usr/bin/truncate', ['-s', '900G', path])
  const done = await run([path], 'copy')
  expect(done.failures[0]?.failure).toMatchObject({ code: 'NO_ROOM_TO_COPY', data: { path } })
  expect(await readdir(folder)).toEqual([])
})

test('a model in use and one of another application are not moved away', async () => {
  const path = await tiny(join(root, 'mine.gguf'))
  const modelId = await library.add(path)
  const theirs = await tiny(join(root, 'theirs.gguf'))
  await library.add(theirs, { application: 'Ollama', name: 'theirs:latest' })
  engine = { phase: 'loading', modelId, progress: 0 }
  const done = await run([path, theirs], 'move')
  expect(done.failures.map(({ failure }) => failure.code)).toEqual(['MODEL_IN_USE', 'MODEL_NOT_OURS'])
  expect([await exists(path), await exists(theirs)]).toEqual([true, true])
})

test('what an application that was killed left on its way is removed once nobody can still be at it, and nothing else', async () => {
  await mkdir(folder)
  const stale = join(folder, 'old.gguf.0a1b2c3d.importing')
  await writeFile(stale, 'half')
  const model = await tiny(join(folder, 'model.gguf'))
  const start = async (now: number): Promise<void> => {
    const loader = { state: engine }
    await new Imports({
      library,
      loader,
      modelsFolder: () => folder,
      now: () => now,
      onChange: () => undefined,
    }).close()
  }
  await start(Date.now())
  expect(await exists(stale)).toBe(true)
  await start(Date.now() + 120_000)
  expect([await exists(stale), await exists(model)]).toEqual([false, true])
})
