import { once } from 'node:events'
import { createServer, request as ask, type IncomingMessage, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { hubRepository, textFile } from '../../../e2e/fixtures/hub/repository.ts'
import { TestHub } from '../../../e2e/fixtures/hub/test-hub.ts'
import { FailureError } from '../../contract/failure.ts'
import type { ConnectionPurpose } from '../../contract/network.ts'
import { TestNetwork } from './test-network.ts'

let hub: TestHub
let proxy: Server
/** What the proxy was asked for, and what came with it. */
let seen: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[]
let network: TestNetwork

/** A proxy that hands on what is plain to the hub, whatever its name, and opens no tunnel. */
async function startProxy(): Promise<Server> {
  const server = createServer((request, response) => {
    seen.push(request)
    const { pathname, search } = new URL(request.url ?? '')
    ask(`${hub.address}${pathname}${search}`, { headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    }).end()
  })
  server.on('connect', (request: IncomingMessage, socket) => {
    seen.push(request)
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

beforeEach(async () => {
  seen = []
  hub = await TestHub.start([hubRepository('owner/model', { files: [textFile('README.md', 'Read me.')] })])
  proxy = await startProxy()
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('no address')
  vi.stubEnv('http_proxy', `http://ada:secret@127.0.0.1:${address.port}`)
  vi.stubEnv('https_proxy', `http://127.0.0.1:${address.port}`)
  vi.stubEnv('no_proxy', '')
  network = new TestNetwork('http://hub.test')
})

afterEach(async () => {
  network.close()
  vi.unstubAllEnvs()
  proxy.closeAllConnections()
  proxy.close()
  await hub.close()
})

/** Why no connection came about. */
async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof FailureError && error.failure.code === 'CONNECTION_FAILED') return error.failure.data.detail
  throw new Error('It was not refused like that.', { cause: error })
}

/** Asks the hub that is set for something. */
async function get(path: string, purpose: ConnectionPurpose = 'repository'): Promise<string> {
  const url = `${network.settings.hubAddress}${path}`
  const response = await network.gate.request({ purpose, url, authorized: true })
  const pieces: Uint8Array[] = []
  for await (const piece of response.body) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

const readme = '/owner/model/raw/main/README.md'

test('the proxy of the environment carries what goes out; the ledger says who was asked', async () => {
  expect(await get(readme)).toBe('Read me.')
  expect(seen).toMatchObject([{ method: 'GET', url: `http://hub.test${readme}`, headers: { host: 'hub.test' } }])
  expect(seen[0]?.headers['proxy-authorization']).toBe(`Basic ${btoa('ada:secret')}`)
  expect(network.stored()).toMatchObject([{ host: 'hub.test', path: readme, status: 200, outcome: 'complete' }])
  expect(network.stored()[0]?.bytesDown).toBe('Read me.'.length)
})

test('who may be asked is the same with it', async () => {
  const url = 'http://elsewhere.test/'
  const asked = network.gate.request({ purpose: 'download', url })
  await expect(asked).rejects.toMatchObject({ failure: { code: 'HOST_NOT_ALLOWED' } })
  hub.fail('hub', readme, { kind: 'redirect', location: url })
  await expect(get(readme)).rejects.toMatchObject({ failure: { code: 'HOST_NOT_ALLOWED' } })
  network.goOffline()
  await expect(get(readme)).rejects.toMatchObject({ failure: { code: 'OFFLINE' } })
  expect(seen).toHaveLength(1)
})

test('a hub on this computer is asked straight, and so is what the environment leaves out', async () => {
  network.settings = { ...network.settings, hubAddress: hub.address }
  expect(await get(readme)).toBe('Read me.')
  // Every address of this computer, under a name that might be another's.
  network.settings = { ...network.settings, hubAddress: hub.address.replace('127.0.0.1', '0.0.0.0') }
  vi.stubEnv('no_proxy', '0.0.0.0')
  expect(await get(readme)).toBe('Read me.')
  expect(seen).toEqual([])
})

test('the token is for the hub alone: a proxy is asked for a tunnel, and sees nothing of what goes through', async () => {
  network.settings = { ...network.settings, hubAddress: 'https://hub.test' }
  await network.actions.setToken('hf_secret')
  expect(await refusal(get(readme))).toContain('403')
  expect(seen).toMatchObject([{ method: 'CONNECT', url: 'hub.test:443' }])
  expect(JSON.stringify(seen.map(({ headers }) => headers))).not.toContain('hf_secret')
  expect(network.stored()).toMatchObject([{ host: 'hub.test', outcome: 'failed', status: null }])
})

test('ALL_PROXY carries what no other variable names', async () => {
  const address = process.env['http_proxy'] ?? ''
  vi.stubEnv('https_proxy', undefined)
  vi.stubEnv('all_proxy', address)
  network.settings = { ...network.settings, hubAddress: 'https://hub.test' }
  expect(await refusal(get(readme))).toContain('403')
  vi.stubEnv('http_proxy', undefined)
  network.close()
  network = new TestNetwork('http://hub.test')
  expect(await get(readme)).toBe('Read me.')
  expect(seen).toMatchObject([{ method: 'CONNECT' }, { method: 'GET', url: `http://hub.test${readme}` }])
})

test.each(['nonsense', 'socks5://127.0.0.1:1080'])(
  'a proxy that is %s keeps everything in, and says so',
  async (none) => {
    vi.stubEnv('http_proxy', undefined)
    vi.stubEnv('all_proxy', none)
    await expect(get(readme)).rejects.toMatchObject({
      failure: { code: 'PROXY_UNUSABLE', data: { variable: 'all_proxy' } },
    })
    expect(network.stored()).toEqual([])
    network.settings = { ...network.settings, hubAddress: hub.address }
    expect(await get(readme)).toBe('Read me.')
  },
)
