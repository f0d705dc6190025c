import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Conversation } from '../../contract/conversation.ts'
import { mountSmallDisk, type SmallDisk } from '../../testing/small-disk.ts'
import { Conversations } from '../store/conversations.ts'
import { DownloadTables, type StoredDownload } from '../store/downloads.ts'
import { DownloadJob } from './job.ts'
import type { OpenFile } from './part-file.ts'
import { defaultLimits } from './ports.ts'
import { noise, TestDownloads } from './test-downloads.ts'

const repository = 'maker/model'
const file = 'model.gguf'
const content = noise(400_000)
const offsets = Array.from({ length: 50 }, (_, index) => Math.floor((content.length * index) / 50))

/** A disk that can be filled, and how files are opened on it. */
interface DownloadDisk extends SmallDisk {
  openFile: OpenFile
}

/** For whoever is not root: files that refuse to grow, as they do on a full disk. */
async function pretendedDisk(): Promise<DownloadDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-disk-'))
  let isFull = false
  const refuse = (): void => {
    if (isFull) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' })
  }
  const openFile: OpenFile = async (...where) => {
    const handle = await open(...where)
    const writev = handle.writev.bind(handle)
    handle.writev = async (buffers, position) => {
      refuse()
      return writev(buffers, position)
    }
    return handle
  }
  const fill = (): void => void (isFull = true)
  const empty = (): void => void (isFull = false)
  return { folder, openFile, fill, empty, remove: () => rm(folder, { recursive: true }) }
}

const isRoot = process.platform === 'linux' && process.getuid?.() === 0
let disk: DownloadDisk
let desk: TestDownloads

beforeEach(async () => {
  disk = isRoot ? { ...(await mountSmallDisk(8)), openFile: open } : await pretendedDisk()
  const root = join(disk.folder, 'data')
  await mkdir(root)
  desk = await TestDownloads.make({ openFile: disk.openFile }, root)
  desk.host.files.set(file, content)
})

afterEach(async () => {
  await desk.close()
  await disk.remove()
})

/** Starts it, and has the disk be full when `offset` bytes have come. */
async function fillAt(offset: number): Promise<string> {
  let sent = 0
  desk.host.onChunk = () => {
    sent += desk.host.chunkBytes
    if (sent <= offset) return
    desk.host.onChunk = () => undefined
    disk.fill()
  }
  const { id } = await desk.downloads.start(repository, file)
  expect(await desk.state('paused', 'done', 'failed')).toMatchObject({
    state: 'paused',
    failure: { code: 'DISK_FULL' },
  })
  return id
}

test('a disk that is full at whatever byte: paused with the room it needs, and goes on to the right bytes', async () => {
  for (const offset of offsets) {
    const id = await fillAt(offset)
    const { failure } = desk.one()
    expect(failure?.code === 'DISK_FULL' ? failure.data.missingBytes : 0).toBeGreaterThan(0)
    disk.empty()
    desk.downloads.resume(id)
    await desk.state('done')
    expect((await desk.files()).get('maker__model/model.gguf')).toEqual(content)
    await desk.downloads.cancel(id)
    await rm(join(desk.modelsFolder, 'maker__model'), { recursive: true })
  }
})

test('cancelled on a full disk, nothing of it is left, and its room is free again', async () => {
  const id = await fillAt(200_000)
  await desk.downloads.cancel(id)
  expect([desk.downloads.list(), (await desk.files()).size]).toEqual([[], 0])
})

const conversation: Omit<Conversation, 'generating'> = {
  id: 'c',
  title: 'Boats',
  createdAt: 1,
  updatedAt: 1,
  modelId: null,
  systemPrompt: null,
  sampling: {},
  whenFull: 'drop-oldest',
}

test('with the disk full, everything starts again, nothing else is lost, and the download is still there', async () => {
  desk.store.write(() => new Conversations(desk.store).insert({ ...conversation, titleSource: 'words', leafId: null }))
  const id = await fillAt(200_000)
  await desk.reopen()
  expect(new Conversations(desk.store).list()).toMatchObject([{ id: 'c', title: 'Boats' }])
  await desk.state('paused', 'done')
  disk.empty()
  desk.downloads.resume(id)
  expect(await desk.state('done', 'failed')).toMatchObject({ state: 'done' })
  expect((await desk.files()).get('maker__model/model.gguf')).toEqual(content)
})

test('what would not fit is not begun, and says how much room it needs', async () => {
  const floorBytes = 2 ** 50
  const patient = await TestDownloads.make({ limits: { floorBytes } })
  patient.host.files.set(file, content)
  await patient.downloads.start(repository, file)
  const { failure } = await patient.state('paused')
  expect(failure).toMatchObject({ code: 'DISK_FULL', data: { path: patient.modelsFolder } })
  expect(patient.host.seen).toEqual([])
  await patient.remove()
})

test('a disk that others fill while it runs is noticed before it is full', async () => {
  const limits = { ...defaultLimits, floorBytes: 0, checkMs: 5 }
  desk.host.onChunk = () => {
    // Somebody needs all of it, and this answer takes its time.
    limits.floorBytes = 2 ** 50
    return new Promise(() => undefined)
  }
  const record: StoredDownload = {
    id: 'd',
    repository,
    revision: desk.host.revision,
    file,
    name: 'Model',
    quantization: null,
    folder: desk.modelsFolder,
    state: 'queued',
    failure: null,
    modelId: null,
    chatTemplate: null,
    addedAt: 1,
    files: [{ path: file, sizeBytes: content.length, sha256: null, etag: null, progress: [], done: false }],
  }
  const tables = new DownloadTables(desk.store)
  tables.save(record)
  const installer = { arrives: () => undefined, arrived: async (path: string) => path }
  const silent = {
    onBytes: () => undefined,
    onProgress: () => undefined,
    onComplete: () => undefined,
    onTick: () => undefined,
  }
  const context = { gate: desk.host, hub: desk.host, installer, tables, limits, now: Date.now }
  const job = new DownloadJob(context, record, silent, new AbortController().signal)
  await expect(job.run()).rejects.toMatchObject({ failure: { code: 'DISK_FULL', data: { path: desk.modelsFolder } } })
  expect(desk.host.seen).toHaveLength(1)
})
