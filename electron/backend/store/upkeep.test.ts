import Database from 'better-sqlite3'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ScriptedEngine } from '../../testing/scripted-engine.ts'
import { outsideOf } from '../test-backend.ts'
import { startApplication } from '../application.ts'
import { newestBackup } from './backups.ts'
import { openStore, type Store } from './database.ts'
import type { CannotStartError } from './failures.ts'
import { tear } from './test-damage.ts'
import { Upkeep } from './upkeep.ts'

const dayMs = 24 * 60 * 60 * 1000
let folder: string
let clock: number
let damages: string[]
let troubles: unknown[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-'))
  clock = Date.UTC(2030, 0, 1)
  damages = []
  troubles = []
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

function upkeep(): Upkeep {
  return new Upkeep({
    folder,
    now: () => clock,
    idle: () => true,
    onDamage: (detail) => damages.push(detail),
    onTrouble: (error) => troubles.push(error),
  })
}

function note(store: Store, path: string): void {
  store.write(() => store.db.prepare('INSERT INTO model_files (path, added_at) VALUES (?, 0)').run(path))
}

const backups = async (): Promise<string[]> => (await readdir(join(folder, 'backups'))).toSorted()
const file = (): string => join(folder, 'hearth.db')

test('a sound database is backed up once a day while it is used, and three backups are kept', async () => {
  const store = openStore(folder)
  for (let day = 0; day < 5; day++) {
    note(store, `day ${day}`)
    await upkeep().inspect()
    const made = await backups()
    clock += dayMs - 1
    await upkeep().inspect()
    expect(await backups()).toEqual(made)
    clock += 1
  }
  expect([damages, troubles]).toEqual([[], []])
  store.close()
  const names = await backups()
  expect(names.map((name) => name.slice(0, 17))).toEqual([
    'hearth-2030-01-03',
    'hearth-2030-01-04',
    'hearth-2030-01-05',
  ])
  const copy = new Database(newestBackup(folder) ?? '', { readonly: true })
  expect(copy.prepare('SELECT count(*) FROM model_files').pluck().get()).toBe(5)
  copy.close()
  expect(await backups()).toEqual(names)
})

test('a damaged database is found out after it was opened, and takes no backup away', async () => {
  const before = openStore(folder)
  for (let day = 0; day < 3; day++) {
    await upkeep().inspect()
    clock += dayMs
  }
  before.close()
  await tear(folder, 'runs')
  const names = await backups()
  const whole = await Promise.all(names.map((name) => readFile(join(folder, 'backups', name))))
  const store = openStore(folder)
  await upkeep().inspect()
  expect(damages).toHaveLength(1)
  store.close()
  expect(await backups()).toEqual(names)
  expect(await Promise.all(names.map((name) => readFile(join(folder, 'backups', name))))).toEqual(whole)
})

test('a backup that cannot be made is no reason to end', async () => {
  const store = openStore(folder)
  await writeFile(join(folder, 'backups'), 'in the way')
  await upkeep().inspect()
  expect(damages).toEqual([])
  expect(troubles).toHaveLength(1)
  store.close()
})

/** What a whole application says of a damage, when it starts or soon after it. */
async function saidOfDamage(): Promise<CannotStartError> {
  return new Promise((resolve, reject) => {
    const outside = {
      ...outsideOf(folder),
      builtInModelFolder: folder,
      starter: new ScriptedEngine(),
      onTrouble: reject,
    }
    startApplication({ dataFolder: folder, ...outside, upkeepAfterMs: 0, onDamaged: resolve }).catch(resolve)
  })
}

test.each([
  { table: 'settings', when: 'as it starts' },
  { table: 'messages_streaming', when: 'as it stores the first thing' },
  { table: 'runs', when: 'soon after it started' },
])('an application on a damaged file ($table) says so $when, and starts again with the backup', async ({ table }) => {
  const before = openStore(folder)
  note(before, 'before the backup')
  await upkeep().inspect()
  note(before, 'after it')
  before.close()
  await tear(folder, table)
  const damaged = await readFile(file())
  expect(await saidOfDamage()).toMatchObject({ kind: 'database-damaged' })
  const aside = (await readdir(folder)).find((name) => name.startsWith('damaged-')) ?? ''
  expect((await readFile(join(folder, aside))).length).toBe(damaged.length)
  const store = openStore(folder)
  expect(store.db.prepare('SELECT path FROM model_files').pluck().all()).toEqual(['before the backup'])
  store.close()
})

test('backups that cannot be looked at are told of, and end nothing', async () => {
  openStore(folder).close()
  const told = Promise.withResolvers<unknown>()
  const watch = new Upkeep({
    folder,
    now: () => clock,
    idle: () => true,
    onDamage: (detail) => damages.push(detail),
    onTrouble: told.resolve,
  })
  await watch.inspect()
  await rm(join(folder, 'backups'), { recursive: true })
  await writeFile(join(folder, 'backups'), 'not a folder')
  watch.begin(0)
  expect(await told.promise).toMatchObject({ code: 'ENOTDIR' })
  await watch.close()
})
