import Database from 'better-sqlite3'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newestBackup } from './backups.ts'
import { openStore, type Store } from './database.ts'
import { CannotStartError } from './failures.ts'
import { migrations } from './migrations.ts'

let folder: string
const opened: Store[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-'))
})

afterEach(async () => {
  for (const store of opened.splice(0)) store.close()
  await rm(folder, { recursive: true })
})

function open(schema: readonly string[] = migrations): Store {
  const store = openStore(folder, schema)
  opened.push(store)
  return store
}

function refusal(schema: readonly string[] = migrations): CannotStartError {
  try {
    open(schema)
  } catch (error) {
    if (error instanceof CannotStartError) return error
    throw error
  }
  throw new Error('it opened')
}

function note(store: Store, path: string): void {
  store.write(() => store.db.prepare('INSERT INTO model_files (path, added_at) VALUES (?, 0)').run(path))
}

function notes(store: Store): unknown[] {
  return store.db.prepare('SELECT path FROM model_files ORDER BY path').pluck().all()
}

const file = (): string => join(folder, 'hearth.db')
const second = 'CREATE TABLE later (x TEXT) STRICT; INSERT INTO later SELECT path FROM model_files;'

test('a new folder gets the newest schema, and what is acknowledged is on the disk', () => {
  const { db } = open()
  const pragma = (name: string): unknown => db.pragma(name, { simple: true })
  expect(pragma('user_version')).toBe(migrations.length)
  expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys')]).toEqual(['wal', 2, 1])
})

test('what was stored is there at the next start, in one file', async () => {
  const store = open()
  note(store, 'a')
  store.close()
  expect(await readdir(folder)).toEqual(['hearth.db'])
  expect(notes(open())).toEqual(['a'])
})

test('a transaction is stored whole or not at all', () => {
  const store = open()
  expect(() =>
    store.write(() => {
      store.db.prepare('INSERT INTO model_files (path, added_at) VALUES (?, 0)').run('half')
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(notes(store)).toEqual([])
})

test('a migration runs once, after a backup of what was there before', () => {
  const before = open()
  note(before, 'a')
  before.close()
  const after = open([...migrations, second])
  expect(after.db.prepare('SELECT x FROM later').pluck().all()).toEqual(['a'])
  after.close()
  const backup = new Database(newestBackup(folder) ?? '', { readonly: true })
  expect(backup.pragma('user_version', { simple: true })).toBe(migrations.length)
  expect(backup.prepare('SELECT path FROM model_files').pluck().all()).toEqual(['a'])
  backup.close()
  expect(notes(open([...migrations, second]))).toEqual(['a'])
})

test('a migration that fails leaves everything as it was', () => {
  const before = open()
  note(before, 'a')
  before.close()
  const failing = [...migrations, 'DELETE FROM model_files; SELECT no_such_function();']
  expect(refusal(failing)).toMatchObject({ kind: 'storage' })
  const store = open()
  expect(notes(store)).toEqual(['a'])
  expect(store.db.pragma('user_version', { simple: true })).toBe(migrations.length)
})

test('a migration that makes a table anew deletes nothing that refers to it, and one that loses rows is refused', () => {
  const before = open()
  before.db.exec(
    `INSERT INTO conversations VALUES (1, 'c', 't', 'words', 0, 0, NULL, NULL, NULL, '{}', 'ask', NULL);
     INSERT INTO messages (row, id, conversation_id, role, status, created_at, body)
     VALUES (1, 'm', 'c', 'user', 'complete', 0, '')`,
  )
  before.close()
  const anew = `CREATE TABLE copy AS SELECT * FROM conversations; DROP TABLE conversations;
    CREATE TABLE conversations (id TEXT NOT NULL UNIQUE) STRICT; INSERT INTO conversations SELECT id FROM copy;`
  expect(refusal([...migrations, `${anew} DELETE FROM conversations`])).toMatchObject({ kind: 'storage' })
  const { db } = open([...migrations, anew])
  expect(db.prepare('SELECT id FROM messages').pluck().all()).toEqual(['m'])
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
})

test('only the newest three backups are kept', async () => {
  let schema = [...migrations]
  open(schema).close()
  for (let i = 0; i < 5; i++) {
    schema = [...schema, `CREATE TABLE t${i} (x)`]
    open(schema).close()
  }
  const backups = await readdir(join(folder, 'backups'))
  const newest = [2, 3, 4].map((later) => String(migrations.length + later))
  expect(backups.toSorted().map((name) => /v(\d+)/.exec(name)?.[1])).toEqual(newest)
})

test('a database of a newer application is refused and left alone', async () => {
  open([...migrations, second]).close()
  const bytes = await readFile(file())
  expect(refusal()).toMatchObject({ kind: 'database-newer' })
  expect(await readFile(file())).toEqual(bytes)
  expect(await readdir(folder)).toEqual(['hearth.db'])
})

test.each([
  ['garbage', () => Buffer.from('This is no database. '.repeat(500))],
  ['a torn page', (bytes: Buffer) => bytes.fill(0x5a, 4096, 4096 * 4)],
  ['half of it', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
])('a damaged file (%s) is put aside whole, and the next start begins with the newest backup', async (kind, damage) => {
  open().close()
  const migrated = open([...migrations, second])
  note(migrated, 'after the backup')
  migrated.close()
  const damaged = damage(await readFile(file()))
  await writeFile(file(), damaged)
  // What a single page has become is not looked for where the last session ended in an orderly way: that is the upkeep's.
  if (kind === 'a torn page') await writeFile(`${file()}-wal`, '')
  expect(refusal([...migrations, second])).toMatchObject({ kind: 'database-damaged' })
  const aside = (await readdir(folder)).find((name) => name.startsWith('damaged-')) ?? ''
  expect(await readFile(join(folder, aside))).toEqual(damaged)
  expect(notes(open([...migrations, second]))).toEqual([])
})

test('without a backup the next start begins empty', async () => {
  await writeFile(file(), Buffer.alloc(8192, 1))
  expect(refusal()).toMatchObject({ kind: 'database-damaged' })
  expect(notes(open())).toEqual([])
})

test('a data folder that cannot be one is refused with its path', async () => {
  await writeFile(join(folder, 'file'), '')
  expect(() => openStore(join(folder, 'file', 'data'))).toThrow(CannotStartError)
  await mkdir(file())
  const { kind, message } = refusal()
  expect(kind).toBe('storage')
  expect(message).toContain(folder)
})

test('what can be found out again is not stored when the disk refuses, and nobody is troubled', () => {
  const store = open()
  store.db.pragma('query_only = ON')
  const add = (): void => note(store, 'a')
  expect(add).toThrow('STORAGE_FAILED')
  expect(() =>
    store.note(() => store.db.prepare('INSERT INTO model_files (path, added_at) VALUES (?, 0)').run('a')),
  ).not.toThrow()
  store.close()
  expect(() => store.note(() => expect.unreachable())).not.toThrow()
})
