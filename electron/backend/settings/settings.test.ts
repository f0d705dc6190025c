import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { settingsSchema } from '../../contract/settings.ts'
import { openStore, type Store } from '../store/database.ts'
import { SettingsStore } from './settings.ts'

let folder: string
let store: Store

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-'))
  store = openStore(folder)
})

afterEach(async () => {
  store.close()
  await rm(folder, { recursive: true })
})

test('what is set is in force at once and after the next start; the rest has its default', () => {
  const settings = new SettingsStore(store)
  expect(settings.get()).toEqual(settingsSchema.parse({}))
  settings.update({ theme: 'dark', sampling: { temperature: 0 } })
  settings.update({ textSize: 18, sampling: { seed: null } })
  const expected = { ...settingsSchema.parse({}), theme: 'dark', textSize: 18, sampling: { seed: null } }
  expect(settings.get()).toEqual(expected)
  expect(new SettingsStore(store).get()).toEqual(expected)
  expect(store.db.prepare('SELECT count(*) FROM settings').pluck().get()).toBe(3)
})

test('rows that cannot be read, or are of another application, have no effect and stay', () => {
  const add = store.db.prepare('INSERT INTO settings VALUES (?, ?)')
  for (const [key, value] of [
    ['theme', 'dark'],
    ['textSize', '900'],
    ['language', '"zh-CN"'],
    ['toString', '1'],
    ['laterSetting', '{"x":1}'],
    ['threads', '1},{'],
  ])
    add.run(key, value)
  const settings = new SettingsStore(store)
  expect(settings.get()).toEqual({ ...settingsSchema.parse({}), language: 'zh-CN' })
  settings.update({ theme: 'light' })
  expect(settings.get().theme).toBe('light')
  expect(store.db.prepare('SELECT count(*) FROM settings').pluck().get()).toBe(6)
})

test('when the disk refuses, nothing has changed', () => {
  const settings = new SettingsStore(store)
  store.db.pragma('query_only = ON')
  expect(() => settings.update({ theme: 'dark' })).toThrow('STORAGE_FAILED')
  expect(settings.get().theme).toBe('system')
})
