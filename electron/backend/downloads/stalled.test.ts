import { afterEach, beforeEach, expect, test } from 'vitest'
import { hubRepository, tinyModelFile, type HubFile } from '../../../e2e/fixtures/hub/repository.ts'
import { TestHub } from '../../../e2e/fixtures/hub/test-hub.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { backendForEachTest } from '../test-backend.ts'

const nobody = { start: () => Promise.reject(new Error('no engine is needed')) }
/** As patient as one is in a test, and otherwise as always. */
const hearth = backendForEachTest(() => nobody, writeTinyModel, {
  downloadLimits: { stallMs: 200, firstRetryMs: 1, announceMs: 0, floorBytes: 0 },
})
let file: HubFile
let hub: TestHub

beforeEach(async () => {
  file = await tinyModelFile('Tiny-Q4_K_M.gguf', { name: 'Tiny', padding: 3_000_000 })
  hub = await TestHub.start([hubRepository('owner/Tiny-GGUF', { files: [file] })])
  await hearth.client.settings.update({ hubAddress: hub.address })
})

afterEach(async () => {
  await hub.close()
})

test('a connection that stands and brings nothing is given up, said, and gone on from, until the model is there', async () => {
  const { client } = hearth
  const arrived = 2_000_000
  hub.fail('storage', file.path, { kind: 'stall', afterBytes: arrived }, 1)
  const told: string[] = []
  const events = await client.events()
  await client.downloads.start({ repository: 'owner/Tiny-GGUF', file: file.path })
  for await (const event of events) {
    if (event.type !== 'downloads-changed') continue
    const [download] = event.downloads
    if (download?.failure) told.push(`${download.state} ${download.failure.code} ${download.receivedBytes}`)
    if (download?.state === 'done' || download?.state === 'failed') break
  }
  expect([...new Set(told)]).toEqual([`waiting CONNECTION_STALLED ${arrived}`])
  const ranges = hub.requests.filter(({ server }) => server === 'storage').map(({ headers }) => headers.range)
  expect(ranges).toEqual([expect.stringMatching(/^bytes=0-/), expect.stringMatching(`^bytes=${arrived}-`)])
  const connections = await client.network.connections({
    filter: { purpose: 'download', text: 'repos/' },
    before: null,
    limit: 9,
  })
  expect(connections.map(({ outcome, bytesDown }) => [outcome, bytesDown])).toEqual([
    ['complete', file.size - arrived],
    ['cancelled', arrived],
  ])
  const models = await client.models.list()
  expect(models.find(({ origin }) => origin?.file === file.path)).toMatchObject({ failure: null })
})
