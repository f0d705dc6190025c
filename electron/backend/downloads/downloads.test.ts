import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Download } from '../../contract/download.ts'
import { noise, TestDownloads } from './test-downloads.ts'

const repository = 'maker/Model-GGUF'
const file = 'model-Q4_K_M.gguf'
const content = noise(500_000)
let desk: TestDownloads

beforeEach(async () => {
  desk = await TestDownloads.make()
  desk.host.files.set(file, content)
})

afterEach(async () => {
  await desk.remove()
})

test('a model arrives over several connections, is verified, and is installed', async () => {
  const begun = await desk.downloads.start(repository, file)
  expect(begun).toMatchObject({ state: 'running', sizeBytes: content.length, receivedBytes: 0, fileCount: 1 })
  const done = await desk.state('done')
  expect(done).toMatchObject({ receivedBytes: content.length, failure: null, bytesPerSecond: null })
  const path = `${desk.modelsFolder}/maker__Model-GGUF/${file}`
  expect(desk.installed).toEqual([path])
  expect(done.modelId).toBe(`model of ${path}`)
  expect([...(await desk.files()).entries()]).toEqual([[`maker__Model-GGUF/${file}`, content]])
  expect(desk.host.seen.length).toBeGreaterThan(4)
  expect(desk.host.seen.reduce((sum, { sent }) => sum + sent, 0)).toBe(content.length)
})

test('a split model is one download; it gets its names when all parts are right, the first part last', async () => {
  desk.host.files.clear()
  const parts = [1, 2, 3].map((part) => `Q8_0/m-0000${part}-of-00003.gguf`)
  parts.forEach((part, index) => desk.host.files.set(part, noise(50_000 + index, index)))
  const [first = '', , third = ''] = parts
  desk.host.onChunk = async ({ path }) => {
    if (path !== third) return
    expect([...(await desk.files()).keys()].filter((name) => name.endsWith('.gguf'))).toEqual([])
  }
  expect(await desk.downloads.start(repository, first)).toMatchObject({ fileCount: 3, sizeBytes: 150_003 })
  await desk.state('done')
  const files = await desk.files()
  expect([...files.keys()].toSorted()).toEqual(parts.map((part) => `maker__Model-GGUF/${part}`))
  for (const part of parts) expect(files.get(`maker__Model-GGUF/${part}`)).toEqual(desk.host.files.get(part))
  expect(desk.installed).toEqual([`${desk.modelsFolder}/maker__Model-GGUF/${first}`])
})

/** Lets so many chunks through, and no more until `open`. */
function gateAfter(chunks: number): { open: () => void; reached: Promise<void> } {
  const [opened, reached] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let passed = 0
  desk.host.onChunk = async () => {
    if (passed++ < chunks) return
    reached.resolve()
    await opened.promise
  }
  return { open: opened.resolve, reached: reached.promise }
}

/** Ids of the downloads in a state, in their order. */
function inState(...states: string[]): string[] {
  return desk.downloads.list().flatMap(({ id, state }) => (states.includes(state) ? [id] : []))
}

test('paused, it keeps what it has, also over a restart; resumed, it fetches the rest only', async () => {
  const { reached, open } = gateAfter(60)
  const { id } = await desk.downloads.start(repository, file)
  await reached
  await desk.until(([download]) => (download?.receivedBytes ?? 0) > 0)
  desk.downloads.pause(id)
  expect(desk.one()).toMatchObject({ state: 'paused', failure: null, bytesPerSecond: null })
  open()
  await desk.reopen()
  const { receivedBytes, state } = desk.one()
  expect(state).toBe('paused')
  expect(receivedBytes).toBeGreaterThan(200_000)
  const before = desk.host.seen.length
  desk.downloads.resume(id)
  await desk.state('done')
  const fetched = desk.host.seen.slice(before).reduce((sum, { sent }) => sum + sent, 0)
  expect(fetched).toBe(content.length - receivedBytes)
  expect((await desk.files()).get(`maker__Model-GGUF/${file}`)).toEqual(content)
})

test('one that was running goes on by itself at the next start', async () => {
  const { reached, open } = gateAfter(60)
  await desk.downloads.start(repository, file)
  await reached
  open()
  await desk.reopen()
  await desk.state('done')
  expect((await desk.files()).get(`maker__Model-GGUF/${file}`)).toEqual(content)
})

test('one at a time, in their order, which a person may change; two when two are wanted', async () => {
  const { open } = gateAfter(0)
  const ids: string[] = []
  for (const name of ['a', 'b', 'c', 'd']) {
    desk.host.files.set(file, noise(20_000))
    ids.push((await desk.downloads.start(`maker/${name}`, file)).id)
  }
  const [a = '', b = '', c = '', d = ''] = ids
  expect([inState('running'), inState('queued')]).toEqual([[a], [b, c, d]])
  desk.downloads.move(d, 1)
  expect(desk.downloads.list().map(({ id }) => id)).toEqual([a, d, b, c])
  desk.settings.parallelDownloads = 2
  desk.downloads.settingsChanged()
  expect(inState('running')).toEqual([a, d])
  desk.downloads.pause(d)
  await desk.until(() => inState('running').length === 2)
  expect(inState('running')).toEqual([a, b])
  open()
  await desk.until(() => inState('done').length === 3)
  await desk.reopen()
  expect(desk.downloads.list().map(({ id, state }) => [id, state])).toEqual([
    [a, 'done'],
    [d, 'paused'],
    [b, 'done'],
    [c, 'done'],
  ])
})

test('what comes after others were cancelled stays behind those that are left, also over a restart', async () => {
  const { open } = gateAfter(0)
  const ids: string[] = []
  for (const name of ['a', 'b', 'c', 'd']) ids.push((await desk.downloads.start(`maker/${name}`, file)).id)
  const [a = '', b = '', c = '', d = ''] = ids
  const cancelled = desk.downloads.cancel(a)
  open()
  await cancelled
  await desk.downloads.cancel(b)
  const { id: e } = await desk.downloads.start('maker/e', file)
  await desk.reopen()
  expect(desk.downloads.list().map(({ id }) => id)).toEqual([c, d, e])
})

test('cancelled, nothing of it is left; of one that is done, the model stays', async () => {
  const { reached, open } = gateAfter(60)
  const { id } = await desk.downloads.start(repository, file)
  await reached
  const cancelled = desk.downloads.cancel(id)
  open()
  await cancelled
  expect(desk.downloads.list()).toEqual([])
  expect((await desk.files()).size).toBe(0)
  expect(() => desk.downloads.pause(id)).toThrow(/^DOWNLOAD_UNKNOWN/)

  const again = await desk.downloads.start(repository, file)
  await desk.state('done')
  await desk.downloads.cancel(again.id)
  expect([desk.downloads.list(), (await desk.files()).size]).toEqual([[], 1])
})

test('wanted again while it is being cancelled, it is fetched anew', async () => {
  const { reached, open } = gateAfter(60)
  const { id } = await desk.downloads.start(repository, file)
  await reached
  const cancelled = desk.downloads.cancel(id)
  const again = desk.downloads.start(repository, file)
  open()
  await cancelled
  expect((await again).id).not.toBe(id)
  await desk.state('done')
  expect((await desk.files()).get(`maker__Model-GGUF/${file}`)).toEqual(content)
})

test('cancelled while another program holds what has arrived, it stays in the list, and can be cancelled later', async () => {
  const { reached, open } = gateAfter(60)
  const { id } = await desk.downloads.start(repository, file)
  await reached
  desk.downloads.pause(id)
  open()
  await desk.state('paused')
  const lock = join(desk.modelsFolder, 'maker__Model-GGUF', `${file}.part.lock`)
  await expect.poll(() => existsSync(lock)).toBe(false)
  await writeFile(lock, String(process.ppid))
  await expect(desk.downloads.cancel(id)).rejects.toThrow(/^DOWNLOAD_LOCKED/)
  expect(desk.downloads.list()).toMatchObject([{ id, state: 'paused' }])
  await rm(lock)
  await desk.downloads.cancel(id)
  expect([desk.downloads.list(), (await desk.files()).size]).toEqual([[], 0])
})

test('cancelled after the application was killed while it gave a split model its names, nothing of it is left', async () => {
  desk.host.files.clear()
  const parts = [1, 2, 3].map((part) => `m-0000${part}-of-00003.gguf`)
  parts.forEach((part, index) => desk.host.files.set(part, noise(50_000, index)))
  // Two parts are complete, the third is on its way.
  const { reached, open } = gateAfter(30)
  const { id } = await desk.downloads.start(repository, parts[0] ?? '')
  await reached
  const second = join(desk.modelsFolder, 'maker__Model-GGUF', parts[1] ?? '')
  await desk.reopen(() => rename(`${second}.part`, second))
  const cancelled = desk.downloads.cancel(id)
  open()
  await cancelled
  expect([desk.downloads.list(), (await desk.files()).size]).toEqual([[], 0])
})

test('asked for twice, it is one download; asked for when its file is there already, it is compared and not fetched', async () => {
  const [one, other] = await Promise.all([
    desk.downloads.start(repository, file),
    desk.downloads.start(repository, file),
  ])
  expect(one.id).toBe(other.id)
  const { id } = await desk.state('done')
  expect((await desk.downloads.start(repository, file)).id).toBe(id)
  await desk.downloads.cancel(id)
  const before = desk.host.seen.length
  await desk.downloads.start(repository, file)
  await desk.state('done')
  expect(desk.host.seen.length).toBe(before)
})

test('another file of that name is not touched', async () => {
  const path = join(desk.modelsFolder, 'maker__Model-GGUF', file)
  await mkdir(join(path, '..'))
  await writeFile(path, 'mine')
  await desk.downloads.start(repository, file)
  expect(await desk.state('failed')).toMatchObject({ failure: { code: 'FILE_EXISTS', data: { path } } })
  expect((await desk.files()).get(`maker__Model-GGUF/${file}`)?.toString()).toBe('mine')
})

test('a hub that names a file outside its folder is refused, and nothing is written', async () => {
  desk.host.files.set('../../evil.gguf', content)
  await expect(desk.downloads.start(repository, file)).rejects.toMatchObject({ failure: { code: 'NAME_UNSAFE' } })
  expect([desk.downloads.list(), (await desk.files()).size]).toEqual([[], 0])
})

test('the switch has it wait, and go on when it is opened again', async () => {
  const { reached, open } = gateAfter(30)
  const { id } = await desk.downloads.start(repository, file)
  await reached
  desk.settings.offline = true
  desk.host.offline = true
  open()
  expect(await desk.state('waiting')).toMatchObject({ failure: { code: 'OFFLINE' }, retryAt: null })
  desk.downloads.settingsChanged()
  expect(desk.one().state).toBe('waiting')
  desk.downloads.resume(id)
  await desk.state('waiting')
  desk.settings.offline = false
  desk.host.offline = false
  desk.downloads.settingsChanged()
  await desk.state('done')
})

test('changes are told in order, from the first to the last, and nothing is told twice', async () => {
  const told: Download[] = []
  desk.onList = ([download]) => {
    if (download) told.push(download)
  }
  await desk.downloads.start(repository, file)
  await desk.state('done')
  expect(told[0]).toMatchObject({ state: 'running' })
  expect(told.at(-1)).toMatchObject({ state: 'done', receivedBytes: content.length })
  expect(told.map(({ receivedBytes }) => receivedBytes)).toEqual(
    told.map(({ receivedBytes }) => receivedBytes).toSorted((a, b) => a - b),
  )
  expect(new Set(told.map((download) => JSON.stringify(download))).size).toBe(told.length)
})
