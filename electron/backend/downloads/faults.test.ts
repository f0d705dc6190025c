import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Fault } from './test-host.ts'
import { noise, TestDownloads } from './test-downloads.ts'

const repository = 'maker/model'
const file = 'model.gguf'
const place = 'maker__model/model.gguf'
const content = noise(300_000)
let desk: TestDownloads

beforeEach(async () => {
  desk = await TestDownloads.make({ limits: { stallMs: 40, firstRetryMs: 1, longestRetryMs: 1 } })
  desk.host.files.set(file, content)
})

afterEach(async () => {
  await desk.remove()
})

/** Downloads with these things going wrong, request after request. */
async function begin(...faults: (Fault | null)[]): Promise<void> {
  desk.host.faults.push(...faults)
  await desk.downloads.start(repository, file)
}

async function expectRight(): Promise<void> {
  expect(await desk.state('done', 'failed')).toMatchObject({ state: 'done', failure: null })
  expect([...(await desk.files()).entries()]).toEqual([[place, desk.host.files.get(file)]])
}

/** Every failure that was told, in order, without repetitions. */
function failuresTold(): string[] {
  const told: string[] = []
  desk.onList = (list) => {
    for (const { failure } of list) if (failure && told.at(-1) !== failure.code) told.push(failure.code)
  }
  return told
}

test.each<{ what: string; faults: Fault[]; failure: string | null }>([
  { what: 'no connection', faults: [{ type: 'refuse' }], failure: 'CONNECTION_FAILED' },
  { what: 'a body that ends too early', faults: [{ type: 'cut', after: 10_000 }], failure: 'CONNECTION_FAILED' },
  { what: 'a page with status 200', faults: [{ type: 'html' }], failure: 'HOST_ANSWER_UNREADABLE' },
  { what: 'another range than was asked for', faults: [{ type: 'shifted', by: 7 }], failure: 'HOST_ANSWER_UNREADABLE' },
  { what: 'more bytes than were asked for', faults: [{ type: 'long' }], failure: 'HOST_ANSWER_UNREADABLE' },
  { what: 'fewer bytes than were asked for', faults: [{ type: 'short' }, { type: 'short' }], failure: null },
  { what: 'the whole file for a range', faults: [{ type: 'whole' }], failure: null },
  { what: 'a host that is too busy', faults: [{ type: 'status', status: 503 }], failure: 'HOST_REFUSED' },
  { what: 'silence', faults: [{ type: 'stall', after: 20_000 }], failure: 'CONNECTION_STALLED' },
  { what: 'an answer without a byte', faults: [{ type: 'stall', after: 0 }], failure: 'CONNECTION_STALLED' },
  { what: 'no answer at all', faults: [{ type: 'mute' }], failure: 'CONNECTION_STALLED' },
])('$what: said, tried again, and the bytes are right', async ({ faults, failure }) => {
  const told = failuresTold()
  await begin(...faults)
  await expectRight()
  expect(told).toEqual(failure === null ? [] : [failure])
})

test('what had arrived before a connection broke is not fetched again', async () => {
  desk.host.faults.push({ type: 'cut', after: 30_000 })
  desk.host.chunkBytes = 1000
  await desk.downloads.start(repository, file)
  await expectRight()
  const sent = desk.host.seen.reduce((sum, seen) => sum + seen.sent, 0)
  // A chunk on each of four connections may have been on its way.
  expect(sent).toBeLessThanOrEqual(content.length + 4 * 1000)
})

test('a host that sends no ranges is asked for the whole file again, from the beginning', async () => {
  desk.host.hasRanges = false
  await begin({ type: 'cut', after: 100_000 })
  await expectRight()
  expect(desk.host.seen.map(({ sent }) => sent)).toEqual([100_000, content.length])
})

test('connections that the host does not want are done without', async () => {
  await begin(null, { type: 'status', status: 429 }, { type: 'status', status: 503 })
  await expectRight()
  expect(desk.host.seen.filter(({ sent }) => sent === 0)).toHaveLength(2)
})

test('a host that is too busy is left alone for as long as it asks', async () => {
  await begin({ type: 'status', status: 429, retryAfter: 3600 })
  const { retryAt, failure } = await desk.state('waiting')
  expect(failure).toMatchObject({ code: 'HOST_REFUSED', data: { status: 429, retryAfterSeconds: 3600 } })
  expect(retryAt).toBeGreaterThan(Date.now() + 3_500_000)
  desk.downloads.resume(desk.one().id)
  await expectRight()
})

test('flipped bytes: nothing of it is kept or listed, and trying again begins anew', async () => {
  await begin({ type: 'flip', at: 20_000 })
  expect(await desk.state('failed', 'done')).toMatchObject({
    failure: { code: 'CHECKSUM_WRONG', data: { file } },
    receivedBytes: 0,
    modelId: null,
  })
  expect((await desk.files()).size).toBe(0)
  expect(desk.installed).toEqual([])
  desk.downloads.resume(desk.one().id)
  await expectRight()
})

/** Fetches a part of the file, and stops. */
async function fetchSome(): Promise<void> {
  await begin(
    { type: 'cut', after: 16_384 },
    { type: 'cut', after: 0 },
    { type: 'cut', after: 0 },
    { type: 'cut', after: 0 },
  )
  await desk.until(([download]) => (download?.receivedBytes ?? 0) > 0)
  desk.downloads.pause(desk.one().id)
}

test('a file that has become another one at the hub is said to be, and trying again takes the new one', async () => {
  desk.host.chunkBytes = 64
  let passed = 0
  desk.host.onChunk = () => {
    if (++passed === 300) desk.host.files.set(file, noise(290_000, 2))
  }
  await begin({ type: 'cut', after: 30_000 })
  expect(await desk.state('failed', 'done')).toMatchObject({ failure: { code: 'FILE_CHANGED', data: { file } } })
  desk.host.onChunk = () => undefined
  desk.downloads.resume(desk.one().id)
  await expectRight()
  expect(desk.one()).toMatchObject({ sizeBytes: 290_000 })
})

test.each(['other-etag', 'other-total', 'not-satisfiable'] as const)(
  'a host that says otherwise (%s) about a file that the hub still has as it was is not believed',
  async (type) => {
    await fetchSome()
    desk.host.faults.splice(0, 4, { type })
    desk.downloads.resume(desk.one().id)
    await expectRight()
    expect(desk.host.asked).toBe(2)
  },
)

test('a host with another ETag every time is not a reason to begin again and again', async () => {
  let count = 0
  desk.host.etag = () => `"${count++}"`
  await begin()
  await expectRight()
  expect(desk.host.asked).toBe(2)
})

test('what the hub does not have any more, or not for everybody, waits for the person', async () => {
  desk.host.files.delete(file)
  desk.host.choice = async () => ({
    revision: desk.host.revision,
    name: 'm',
    quantization: null,
    chatTemplate: null,
    files: [{ path: file, sizeBytes: 10, sha256: null }],
  })
  await begin()
  expect(await desk.state('failed')).toMatchObject({ failure: { code: 'NOT_ON_HUB' }, retryAt: null })
})

test('the file on its way is taken away: said, and the next try brings all of it', async () => {
  await desk.remove()
  desk = await TestDownloads.make({ limits: { connections: 1, checkMs: 5 } })
  desk.host.files.set(file, content)
  await begin({ type: 'stall', after: 20_000 })
  await desk.until(([download]) => (download?.receivedBytes ?? 0) > 0)
  await rm(join(desk.modelsFolder, `${place}.part`))
  expect((await desk.state('failed')).failure).toMatchObject({ code: 'FILE_REMOVED' })
  desk.downloads.resume(desk.one().id)
  await expectRight()
})
