import { createServer } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bytesFile, hubRepository, textFile } from '../../../e2e/fixtures/hub/repository.ts'
import { TestHub } from '../../../e2e/fixtures/hub/test-hub.ts'
import { FailureError, type Failure } from '../../contract/failure.ts'
import type { GateResponse } from './gate.ts'
import { TestNetwork } from './test-network.ts'

const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251)
const repository = hubRepository('owner/model', {
  files: [bytesFile('model.gguf', bytes), textFile('README.md', 'Read me.')],
})
let hub: TestHub
let network: TestNetwork

beforeEach(async () => {
  hub = await TestHub.start([repository])
  network = new TestNetwork(hub.address)
})

afterEach(async () => {
  network.close()
  await hub.close()
})

const fileUrl = (): string => `${hub.address}/owner/model/resolve/main/model.gguf`

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof FailureError) return error.failure
  throw new Error(`no failure, but ${String(error)}`)
}

async function read(response: GateResponse): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of response.body) pieces.push(piece)
  return Buffer.concat(pieces)
}

test('a file is read from where the hub keeps it; every hop is in the ledger, and the token stays at the hub', async () => {
  hub.knowToken('hf_secret')
  await network.actions.setToken('hf_secret')
  const response = await network.gate.request({ purpose: 'download', url: fileUrl(), authorized: true })
  expect(response.status).toBe(200)
  expect(response.url.startsWith(hub.storageAddress)).toBe(true)
  expect(Buffer.compare(await read(response), Buffer.from(bytes))).toBe(0)
  const [first, second] = hub.requests
  expect([first?.server, first?.headers.authorization]).toEqual(['hub', 'Bearer hf_secret'])
  expect([second?.server, second?.headers.authorization]).toEqual(['storage', undefined])
  expect(first?.headers['user-agent']).toBe('Hearth/1.2.3')
  const host = new URL(hub.address).host
  const storage = new URL(hub.storageAddress).host
  expect(network.stored()).toMatchObject([
    { purpose: 'download', host, path: '/owner/model/resolve/main/model.gguf', outcome: 'complete', status: 302 },
    { purpose: 'download', host: storage, path: '/repos/owner/model/model.gguf', outcome: 'complete', status: 200 },
  ])
  expect(network.stored()[1]?.bytesDown).toBe(bytes.length)
  expect(network.stored().every(({ bytesUp, durationMs }) => bytesUp > 100 && durationMs !== null)).toBe(true)
  expect(JSON.stringify(network.stored())).not.toContain('Signature')
  expect(network.states.at(-1)).toMatchObject({ open: 0, hubHost: host, hasToken: true, canStoreToken: true })
})

test('a hub that is not asked over https gets no token, and that is known before one is stored', () => {
  const sends = (hubAddress: string): boolean => {
    network.settings = { ...network.settings, hubAddress }
    return network.actions.state().sendsToken
  }
  expect(['https://huggingface.co', 'http://models.lan:8080', hub.address].map(sends)).toEqual([true, false, true])
})

test('a connection is in the database before its first byte is at the host', async () => {
  const seen: unknown[] = []
  const server = createServer((_request, response) => {
    seen.push(network.stored().map(({ outcome, status, durationMs }) => ({ outcome, status, durationMs })))
    response.end('x')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no address')
  network.settings = { ...network.settings, hubAddress: `http://127.0.0.1:${address.port}` }
  await read(await network.gate.request({ purpose: 'search', url: `${network.settings.hubAddress}/api/models` }))
  expect(seen).toEqual([[{ outcome: 'open', status: null, durationMs: null }]])
  server.closeAllConnections()
  server.close()
})

test('what cannot be written down does not go out', async () => {
  network.store.db.pragma('query_only = ON')
  const failure = await failureOf(network.gate.request({ purpose: 'download', url: fileUrl() }))
  expect(failure.code).toBe('STORAGE_FAILED')
  expect(hub.requests).toEqual([])
  network.store.db.pragma('query_only = OFF')
})

test('offline, nothing goes out and nothing is written down', async () => {
  network.goOffline()
  const failure = await failureOf(network.gate.request({ purpose: 'download', url: fileUrl() }))
  expect(failure.code).toBe('OFFLINE')
  expect(hub.requests).toEqual([])
  expect(network.stored()).toEqual([])
})

test('going offline breaks off what is being read, what waits for an answer, and what nobody reads', async () => {
  hub.fail('storage', 'model.gguf', { kind: 'stall', afterBytes: 1000 })
  hub.fail('hub', '/api/models', { kind: 'stall', afterBytes: 0 })
  const reading = await network.gate.request({ purpose: 'download', url: fileUrl() })
  const unread = await network.gate.request({ purpose: 'download', url: fileUrl() })
  const body = reading.body[Symbol.asyncIterator]()
  await body.next()
  const rest = failureOf(body.next())
  network.goOffline()
  expect((await rest).code).toBe('OFFLINE')
  expect((await failureOf(read(unread))).code).toBe('OFFLINE')
  expect(network.stored().map(({ outcome }) => outcome)).toEqual(['complete', 'cancelled', 'complete', 'cancelled'])
  expect(network.actions.state().open).toBe(0)
})

test('who asked can take it back: before the answer, and while it is read', async () => {
  hub.fail('storage', 'model.gguf', { kind: 'stall', afterBytes: 1000 })
  const controller = new AbortController()
  const reason = new Error('not any more')
  const { signal } = controller
  const response = await network.gate.request({ purpose: 'download', url: fileUrl(), signal })
  const reading = read(response)
  controller.abort(reason)
  await expect(reading).rejects.toBe(reason)
  await expect(network.gate.request({ purpose: 'download', url: fileUrl(), signal })).rejects.toBe(reason)
  expect(network.stored().map(({ outcome }) => outcome)).toEqual(['complete', 'cancelled'])
})

test('leaving an answer, by the loop or without a look at it, closes its connection', async () => {
  hub.fail('storage', 'model.gguf', { kind: 'slow', bytesPerSecond: 100_000 })
  const left = await network.gate.request({ purpose: 'download', url: fileUrl() })
  for await (const _ of left.body) break
  const unseen = await network.gate.request({ purpose: 'download', url: fileUrl() })
  unseen.close()
  expect(network.stored().map(({ outcome }) => outcome)).toEqual(['complete', 'cancelled', 'complete', 'cancelled'])
  expect(network.actions.state().open).toBe(0)
})

test.each([
  ['another host', 'https://example.org/x', 'example.org'],
  ['another host under a name like the hub’s', 'https://huggingface.co.example.org/x', 'huggingface.co.example.org'],
  ['this computer by another port', 'ftp://127.0.0.1/x', '127.0.0.1'],
  ['a host in a user name', 'https://cdn.huggingface.co@example.org/x', 'example.org'],
  ['no URL', 'models', ''],
])('%s is not asked', async (_name, url, host) => {
  const failure = await failureOf(network.gate.request({ purpose: 'download', url }))
  expect(failure).toEqual({ code: 'HOST_NOT_ALLOWED', data: { host } })
  expect(network.stored()).toEqual([])
})

test.each([
  ['https://evil.example.org/model.gguf', 'evil.example.org'],
  ['http://cdn-lfs.huggingface.co/model.gguf', 'cdn-lfs.huggingface.co'],
  ['https://cdn-lfs.huggingface.co:8443/model.gguf', 'cdn-lfs.huggingface.co:8443'],
  ['https://huggingface.co.evil.example.org/', 'huggingface.co.evil.example.org'],
  ['https://169.254.169.254/latest/meta-data', '169.254.169.254'],
  ['file:///etc/passwd', ''],
  ['//evil.example.org/model.gguf', 'evil.example.org'],
])('a redirect to %s is not followed, and no token goes there', async (location, host) => {
  hub.knowToken('hf_secret')
  await network.actions.setToken('hf_secret')
  hub.fail('hub', 'model.gguf', { kind: 'redirect', location })
  const asked = network.gate.request({ purpose: 'download', url: fileUrl(), authorized: true })
  expect(await failureOf(asked)).toEqual({ code: 'HOST_NOT_ALLOWED', data: { host } })
  expect(network.stored()).toMatchObject([{ status: 302, outcome: 'complete' }])
})

test.each([
  ['the hub', 'hub'],
  ['its storage', 'storage'],
] as const)('a redirect from %s to the hub is followed without the token', async (_name, from) => {
  hub.knowToken('hf_secret')
  await network.actions.setToken('hf_secret')
  hub.fail(from, 'model.gguf', { kind: 'redirect', location: `${hub.address}/owner/model/raw/main/README.md` })
  const response = await network.gate.request({ purpose: 'download', url: fileUrl(), authorized: true })
  expect((await read(response)).toString()).toBe('Read me.')
  const sent = hub.requests.map(({ server, headers }) => [server, headers.authorization])
  expect(sent).toEqual([
    ['hub', 'Bearer hf_secret'],
    ...(from === 'storage' ? [['storage', undefined]] : []),
    ['hub', undefined],
  ])
})

test('the storage is asked for files only, and is not where a search may be sent', async () => {
  hub.fail('hub', '/api/models', { kind: 'redirect', location: `${hub.storageAddress}/api/models` })
  const failure = await failureOf(network.gate.request({ purpose: 'search', url: `${hub.address}/api/models` }))
  expect(failure.code).toBe('HOST_NOT_ALLOWED')
})

test('a circle of redirects ends', async () => {
  hub.fail('hub', 'model.gguf', { kind: 'redirect', location: fileUrl() })
  const failure = await failureOf(network.gate.request({ purpose: 'download', url: fileUrl() }))
  expect(failure).toMatchObject({ code: 'CONNECTION_FAILED', data: { detail: 'too many redirects' } })
  expect(network.stored()).toHaveLength(6)
})

test('a token belongs to the hub that it was stored for: a mirror gets none, by whatever way it is asked', async () => {
  await network.actions.setToken('hf_secret')
  const mirror = await TestHub.start([repository])
  network.settings = { ...network.settings, hubAddress: mirror.address }
  expect(network.actions.state().hasToken).toBe(false)
  const headers = { authorization: 'Bearer hf_secret' }
  const response = await network.gate.request({
    purpose: 'repository',
    url: `${mirror.address}/owner/model/raw/main/README.md`,
    authorized: true,
    headers,
  })
  expect((await read(response)).toString()).toBe('Read me.')
  expect(mirror.requests.map((request) => request.headers.authorization)).toEqual([undefined])
  await mirror.close()
})

test('a body that ends before its length is a failure', async () => {
  for (const kind of ['truncate', 'reset'] as const) {
    hub.heal()
    hub.fail('storage', 'model.gguf', { kind, afterBytes: 100_000 })
    const response = await network.gate.request({ purpose: 'download', url: fileUrl() })
    expect((await failureOf(read(response))).code).toBe('CONNECTION_FAILED')
    const { outcome, bytesDown = 0 } = network.stored().at(-1) ?? {}
    expect(outcome).toBe('failed')
    expect(bytesDown).toBeGreaterThan(0)
    expect(bytesDown).toBeLessThanOrEqual(100_000)
  }
})

test('a host that is not there, and one that says nothing', async () => {
  const gone = hub.address
  await hub.close()
  const failure = await failureOf(network.gate.request({ purpose: 'search', url: `${gone}/api/models` }))
  expect(failure).toMatchObject({ code: 'CONNECTION_FAILED', data: { detail: 'ECONNREFUSED' } })
  expect(network.stored()).toMatchObject([{ outcome: 'failed', status: null, bytesDown: 0 }])

  const mute = createServer(() => undefined)
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
  const address = mute.address()
  if (address === null || typeof address === 'string') throw new Error('no address')
  const impatient = new TestNetwork(`http://127.0.0.1:${address.port}`, {
    patience: { connectMs: 1000, headMs: 200, bodyMs: 200 },
  })
  const asked = impatient.gate.request({ purpose: 'search', url: `${impatient.settings.hubAddress}/api/models` })
  expect(await failureOf(asked)).toMatchObject({ code: 'CONNECTION_STALLED', data: { seconds: 0.2 } })
  impatient.close()
  mute.closeAllConnections()
  mute.close()
})
