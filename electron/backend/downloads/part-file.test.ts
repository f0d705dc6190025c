import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { placeOf } from './names.ts'
import { discardPart, PartFile, publish } from './part-file.ts'

const place = placeOf('maker/model', 'a.gguf')
let root: string
let models: string
let outside: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hearth-'))
  models = join(root, 'models')
  outside = join(root, 'outside')
  await mkdir(models)
  await mkdir(outside)
  await writeFile(join(outside, 'precious'), 'precious')
})

afterEach(async () => {
  await rm(root, { recursive: true })
})

const folder = (): string => join(models, 'maker__model')
const part = (): string => join(folder(), 'a.gguf.part')

async function expectUntouched(): Promise<void> {
  expect(await readdir(outside)).toEqual(['precious'])
  expect(await readFile(join(outside, 'precious'), 'utf8')).toBe('precious')
}

test('it is written in any order, gets its name, and leaves nothing else behind', async () => {
  const file = await PartFile.open(models, place)
  await file.write([Buffer.from('de'), Buffer.from('f')], 3)
  await file.write([Buffer.from('abc')], 0)
  await file.sync()
  await file.close()
  await publish(models, place)
  expect(await readdir(folder())).toEqual(['a.gguf'])
  expect(await readFile(join(folder(), 'a.gguf'), 'utf8')).toBe('abcdef')
})

test('a file that is there already is not written over', async () => {
  await (await PartFile.open(models, place)).close()
  await writeFile(join(folder(), 'a.gguf'), 'mine')
  await expect(publish(models, place)).rejects.toMatchObject({ failure: { code: 'FILE_EXISTS' } })
  expect(await readFile(join(folder(), 'a.gguf'), 'utf8')).toBe('mine')
})

test.each<{ what: string; prepare: () => Promise<unknown> }>([
  { what: 'its folder is a link', prepare: () => symlink(outside, folder()) },
  { what: 'its folder is a file', prepare: () => writeFile(folder(), '') },
  {
    what: 'it is a link',
    prepare: async () => {
      await mkdir(folder())
      await symlink(join(outside, 'precious'), part())
    },
  },
  {
    what: 'it is a link to nothing yet',
    prepare: async () => {
      await mkdir(folder())
      await symlink(join(outside, 'new'), part())
    },
  },
  {
    what: 'it is another name of a file elsewhere',
    prepare: async () => {
      await mkdir(folder())
      await link(join(outside, 'precious'), part())
    },
  },
  {
    what: 'it is a pipe',
    prepare: async () => {
      await mkdir(folder())
      execFileSync('mkfifo', [part()])
    },
  },
  { what: 'it is a folder', prepare: () => mkdir(part(), { recursive: true }) },
])('refused where $what: nothing outside changes', async ({ prepare }) => {
  await prepare()
  await expect(PartFile.open(models, place)).rejects.toMatchObject({ failure: { code: 'NAME_UNSAFE' } })
  await expectUntouched()
  await discardPart(models, place)
  await expectUntouched()
})

test('a models folder that is not there is not made', async () => {
  await rm(models, { recursive: true })
  await expect(PartFile.open(models, place)).rejects.toMatchObject({
    failure: { code: 'MODELS_FOLDER_MISSING', data: { path: models } },
  })
  expect(existsSync(models)).toBe(false)
})

test('only one writes it at a time', async () => {
  const file = await PartFile.open(models, place)
  await expect(PartFile.open(models, place)).rejects.toMatchObject({ failure: { code: 'DOWNLOAD_LOCKED' } })
  await file.refuseLost()
  await file.close()
  await (await PartFile.open(models, place)).close()
})

test('the lock of a process that runs is respected, and taken over when the process is gone or the lock is old', async () => {
  await mkdir(folder())
  const lock = `${part()}.lock`
  await writeFile(lock, String(process.ppid))
  await expect(PartFile.open(models, place)).rejects.toMatchObject({
    failure: { code: 'DOWNLOAD_LOCKED', data: { path: part().replace(/\.part$/, '') } },
  })
  await expect(discardPart(models, place)).rejects.toMatchObject({ failure: { code: 'DOWNLOAD_LOCKED' } })
  const longAgo = new Date(Date.now() - 120_000)
  await utimes(lock, longAgo, longAgo)
  await (await PartFile.open(models, place)).close()

  await writeFile(lock, '2147483000')
  const file = await PartFile.open(models, place)
  await writeFile(lock, String(process.ppid))
  await expect(file.refuseLost()).rejects.toMatchObject({ failure: { code: 'DOWNLOAD_LOCKED' } })
  await file.close()
  // It is the other one's now.
  expect((await stat(lock)).size).toBeGreaterThan(0)
})

test('what has arrived is removed, and with it the folder that it was in', async () => {
  const file = await PartFile.open(models, place)
  await file.write([Buffer.from('abc')], 0)
  await file.close()
  await writeFile(`${part()}.lock`, '2147483000')
  await discardPart(models, place)
  expect(await readdir(models)).toEqual([])
})
