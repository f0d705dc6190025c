import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bytesFile, hubRepository, textFile, tinyModelFile } from '../../../e2e/fixtures/hub/repository.ts'
import { TestHub } from '../../../e2e/fixtures/hub/test-hub.ts'
import { FailureError, type Failure } from '../../contract/failure.ts'
import { hubRepositorySchema, hubRepositorySummarySchema } from '../../contract/hub.ts'
import { hubUrl } from '../network/network-actions.ts'
import { TestNetwork } from '../network/test-network.ts'
import { HubActions } from './hub-actions.ts'
import { HubClient } from './hub-client.ts'

let hub: TestHub
let network: TestNetwork
let client: HubClient
let actions: HubActions
let availableBytes: number

beforeEach(async () => {
  availableBytes = 12e9
  hub = await TestHub.start()
  network = new TestNetwork(hub.address)
  const installed = (_repository: string, file: string) => (file === 'Tiny-Q8_0.gguf' ? 'model-1' : null)
  client = new HubClient({
    gate: network.gate,
    hub: () => hubUrl(network.settings.hubAddress),
    hasToken: () => network.actions.state().hasToken,
    installed,
  })
  actions = new HubActions({
    client,
    gate: network.gate,
    curatedListFile: join(import.meta.dirname, '../../../resources/models/curated.json'),
    computer: {
      memory: () => ({ totalBytes: 16e9, availableBytes, graphics: null }),
      tokensPerSecond: ({ weightsBytes }) => 20e9 / weightsBytes,
    },
    backend: () => 'cpu',
    contextSize: () => null,
    installed,
    downloadBytesPerSecond: () => null,
  })
})

afterEach(async () => {
  network.close()
  await hub.close()
})

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(
    (value: unknown) => ({ value }),
    (thrown: unknown) => thrown,
  )
  if (error instanceof FailureError) return error.failure
  throw new Error(`no failure, but ${JSON.stringify(error)}`)
}

async function addTiny(more: Partial<Parameters<typeof hubRepository>[1]> = {}) {
  const files = [
    textFile('README.md', '# Tiny'),
    await tinyModelFile('Tiny-Q4_K_M.gguf'),
    await tinyModelFile('Tiny-Q8_0.gguf', { padding: 5000 }),
  ]
  const repository = hubRepository('owner/Tiny-GGUF', { files, ...more })
  hub.add(repository)
  return repository
}

test('a search is asked for page by page, sorted, and finds GGUF repositories alone', async () => {
  const file = bytesFile('m-Q4_0.gguf', new Uint8Array(10))
  for (let number = 0; number < 40; number++)
    hub.add(hubRepository(`owner/lantern-${number}`, { files: [file], downloads: number, likes: 100 - number }))
  hub.add(hubRepository('owner/mosaic-vectors', { files: [file], pipeline: 'sentence-similarity', downloads: 1 }))
  hub.add(hubRepository('owner/lantern-weights', { files: [textFile('model.safetensors', '')] }))
  hub.add(hubRepository('owner/mosaic', { files: [file], lastModified: '2026-11-01T00:00:00.000Z' }))
  const first = await client.search('lantern', 'downloads', null)
  expect(first.repositories).toHaveLength(30)
  expect(first.repositories[0]).toMatchObject({
    id: 'owner/lantern-39',
    downloads: 39,
    license: 'apache-2.0',
    gated: false,
  })
  expect(first.repositories[0]).toMatchObject({ parameters: 1_100_000, architecture: 'llama', otherKind: null })
  for (const repository of first.repositories) expect(hubRepositorySummarySchema.parse(repository)).toEqual(repository)
  const second = await client.search('lantern', 'downloads', first.next)
  expect(second).toMatchObject({ next: null })
  expect(second.repositories).toHaveLength(10)
  expect((await client.search('lantern', 'likes', null)).repositories[0]?.id).toBe('owner/lantern-0')
  const [vectors] = (await client.search('vectors', 'likes', null)).repositories
  expect(vectors).toMatchObject({ otherKind: 'embedding' })
  const latest = await client.search('', 'updated', null)
  expect(latest.repositories[0]).toMatchObject({ id: 'owner/mosaic', updatedAt: Date.UTC(2026, 10, 1) })
  expect(network.stored().every(({ purpose, path }) => purpose === 'search' && path === '/api/models')).toBe(true)
})

test('a repository’s page, its README and its fit take three connections', async () => {
  const { id, sha } = await addTiny()
  const repository = await actions.repository(id)
  expect(hubRepositorySchema.parse(repository)).toEqual(repository)
  expect(repository).toMatchObject({ id, revision: sha, hasReadme: true, pageUrl: `${hub.address}/${id}` })
  expect(repository.choices.map(({ file, modelId }) => [file, modelId])).toEqual([
    ['Tiny-Q4_K_M.gguf', null],
    ['Tiny-Q8_0.gguf', 'model-1'],
  ])
  expect(await actions.readme(id, sha)).toBe('# Tiny')
  const fits = await actions.fit(id, sha, null)
  expect(fits).toMatchObject([{ file: 'Tiny-Q4_K_M.gguf', recommended: true }, { recommended: false }])
  const [small, large] = fits.map(({ estimate }) => estimate)
  expect((large?.totalBytes ?? 0) - (small?.totalBytes ?? 0)).toBe(5000)
  const atAnother = await actions.fit(id, sha, 512)
  expect(atAnother[0]?.estimate.contextSize).toBe(512)
  expect(network.stored().map(({ purpose }) => purpose)).toEqual([
    'repository',
    'repository',
    'model-header',
    'model-header',
  ])
  expect(hub.requests.at(-1)?.headers.range).toBe('bytes=0-1048575')
  expect(network.stored().at(-1)?.bytesDown).toBeLessThanOrEqual(1_048_576)
})

test('the suggestion is for the computer: what other programs take for the moment changes nothing', async () => {
  const first = await actions.suggestion('en')
  expect(first?.model.estimate.fit).toBe('fits')
  for (availableBytes of [14e9, 3e9, 0.2e9]) expect(await actions.suggestion('en')).toEqual(first)
  // The list itself says what fits now.
  const now = await actions.curated()
  expect(now.every(({ estimate }) => estimate.fit === 'will-not-fit')).toBe(true)
})

test('a gated repository is shown; its files need the licence, said with the page and whether there is a token', async () => {
  const { id, sha } = await addTiny({ gated: 'manual', license: 'llama3.2' })
  const pageUrl = `${hub.address}/${id}`
  expect(await actions.repository(id)).toMatchObject({ gated: true, license: 'llama3.2' })
  const needed = (hasToken: boolean): Failure => ({
    code: 'LICENCE_NEEDED',
    data: { repository: id, pageUrl, hasToken },
  })
  expect(await failureOf(actions.fit(id, sha, null))).toEqual(needed(false))
  hub.knowToken('hf_new')
  await network.actions.setToken('hf_new')
  expect(await failureOf(actions.fit(id, sha, null))).toEqual(needed(true))
  hub.knowToken('hf_new', [id])
  expect(await actions.fit(id, sha, null)).toHaveLength(2)
})

test('a token that is none, a repository and a README that are not there', async () => {
  const { id, sha } = await addTiny({ files: [await tinyModelFile('Tiny-Q4_0.gguf')] })
  expect(await failureOf(client.repository('owner/nothing'))).toEqual({
    code: 'NOT_ON_HUB',
    data: { what: 'owner/nothing' },
  })
  expect((await failureOf(client.readme(id, sha))).code).toBe('NOT_ON_HUB')
  expect((await failureOf(client.repositoryAt(id, 'b'.repeat(40)))).code).toBe('NOT_ON_HUB')
  await network.actions.setToken('hf_wrong')
  expect(await failureOf(client.repository(id))).toMatchObject({ code: 'HOST_REFUSED', data: { status: 401 } })
})

test('too many requests, and a hub that is broken', async () => {
  hub.fail('hub', '/api/models', { kind: 'status', status: 429, retryAfterSeconds: 17 }, 1)
  const host = new URL(hub.address).host
  expect(await failureOf(client.search('x', 'likes', null))).toEqual({
    code: 'HOST_REFUSED',
    data: { host, status: 429, retryAfterSeconds: 17 },
  })
  hub.fail('hub', '/api/models', { kind: 'status', status: 503 }, 1)
  expect(await failureOf(client.search('x', 'likes', null))).toEqual({
    code: 'HOST_REFUSED',
    data: { host, status: 503, retryAfterSeconds: null },
  })
})

test.each([
  ['a page for people', { kind: 'html' }],
  ['nothing', { kind: 'answer', body: '' }],
  ['half of an answer', { kind: 'answer', body: '[{"id":"owner/mod' }],
  ['another kind of answer', { kind: 'answer', body: '{"error":"no"}' }],
  ['an endless answer', { kind: 'answer', body: ' '.repeat(9 * 2 ** 20) }],
] as const)('%s instead of the list is unreadable', async (_name, fault) => {
  hub.fail('hub', '/api/models', fault)
  expect((await failureOf(client.search('x', 'downloads', null))).code).toBe('HOST_ANSWER_UNREADABLE')
})

test('what is no model, a range that is another one, and a header that never ends, give no fit', async () => {
  const { id, sha } = await addTiny()
  const endless = Buffer.alloc(20 * 2 ** 20)
  endless.write('GGUF')
  endless.writeUInt32LE(3, 4)
  // No tensors, one entry: a name of four bytes for an array of a million arrays, each of a thousand numbers.
  endless.writeBigUInt64LE(1n, 16)
  endless.writeBigUInt64LE(8_000_000n, 24)
  hub.add(hubRepository('owner/endless', { files: [bytesFile('endless.gguf', endless)] }))
  const { sha: endlessSha } = hubRepository('owner/endless', { files: [bytesFile('endless.gguf', endless)] })
  for (const kind of ['html', 'wrong-range', 'truncate'] as const) {
    hub.heal()
    if (kind === 'truncate') hub.fail('storage', 'Tiny-Q4_K_M.gguf', { kind, afterBytes: 100 })
    else hub.fail('storage', 'Tiny-Q4_K_M.gguf', { kind })
    const expected = kind === 'truncate' ? 'CONNECTION_FAILED' : 'HOST_ANSWER_UNREADABLE'
    expect((await failureOf(actions.fit(id, sha, null))).code).toBe(expected)
  }
  hub.heal()
  // A host that does not mind ranges is as good, and is not read to its end.
  hub.fail('storage', 'Tiny-Q4_K_M.gguf', { kind: 'ignore-range' })
  expect(await actions.fit(id, sha, null)).toHaveLength(2)
  expect((await failureOf(actions.fit('owner/endless', endlessSha, null))).code).toBe('HOST_ANSWER_UNREADABLE')
  const headers = hub.requests.filter(({ server, path }) => server === 'storage' && path.includes('endless'))
  expect(headers.length).toBeGreaterThan(1)
  expect(headers.length).toBeLessThanOrEqual(3)
})

test('a file that is too small to be a model is not asked for, and no host is blamed', async () => {
  const tiny = hubRepository('owner/crumb', { files: [bytesFile('crumb.gguf', Buffer.from('x'))] })
  hub.add(tiny)
  expect((await failureOf(actions.fit(tiny.id, tiny.sha, null))).code).toBe('MODEL_FILE_CORRUPT')
  expect(hub.requests.filter(({ path }) => path.includes('crumb.gguf'))).toEqual([])
})

test.each([
  '../../etc/passwd',
  'owner/..',
  'owner',
  'owner/name/more',
  'owner/na me',
  '/owner/name',
  'owner\\name',
  'ow%2fner/x?y',
])('a repository called %j is not asked for', async (id) => {
  expect((await failureOf(client.repository(id))).code).toBe('NAME_UNSAFE')
  expect(() => client.fileUrl(id, 'main', 'a.gguf')).toThrow(FailureError)
  expect(hub.requests).toEqual([])
})

test('a file’s address is the file’s, whatever it is called', () => {
  for (const path of ['../x.gguf', 'a/../../x.gguf', '/x.gguf', 'a\\b.gguf'])
    expect(() => client.fileUrl('owner/name', 'main', path)).toThrow(FailureError)
  expect(client.fileUrl('owner/name', 'main', 'a b/#1 %20é.gguf')).toBe(
    `${hub.address}/owner/name/resolve/main/a%20b/%231%20%2520%C3%A9.gguf`,
  )
})

test('names that lead elsewhere never come out of the hub’s answers', async () => {
  const files = ['../evil.gguf', '..\\evil.gguf', '/evil.gguf', 'C:\\evil.gguf', 'fine-Q4_0.gguf']
  hub.add(hubRepository('owner/names', { files: files.map((path) => bytesFile(path, new Uint8Array(8))) }))
  const { repository } = await client.repository('owner/names')
  expect(repository.choices.map(({ file }) => file)).toEqual(['fine-Q4_0.gguf'])
  const body = JSON.stringify([{ id: '../../evil' }, { id: 'owner/fine' }, { id: 7 }, null, 'x'])
  hub.fail('hub', '/api/models', { kind: 'answer', body })
  expect((await client.search('', 'downloads', null)).repositories.map(({ id }) => id)).toEqual(['owner/fine'])
})

test('a README’s first megabyte is enough', async () => {
  const { id, sha } = await addTiny({ files: [textFile('README.md', 'x'.repeat(3_000_000))] })
  expect((await client.readme(id, sha)).length).toBe(1_048_576)
})

test('whatever JSON the hub answers: what the contract has, or HOST_ANSWER_UNREADABLE', async () => {
  const { id } = await addTiny()
  const value = fc.anything({ maxDepth: 3, withNullPrototype: false })
  const likely = fc.record(
    {
      id: fc.oneof(fc.constant('owner/name'), value),
      sha: fc.oneof(fc.constant('c'.repeat(40)), value),
      downloads: value,
      likes: fc.oneof(fc.double(), value),
      lastModified: value,
      gated: value,
      cardData: fc.oneof(value, fc.record({ license: value, license_name: value })),
      gguf: fc.oneof(
        value,
        fc.record({ total: fc.oneof(fc.double(), value), architecture: value, chat_template: value }),
      ),
      siblings: fc.oneof(
        value,
        fc.array(
          fc.record(
            {
              rfilename: fc.oneof(fc.constant('a-Q4_0.gguf'), value),
              size: value,
              lfs: fc.oneof(value, fc.record({ size: fc.integer(), sha256: value })),
            },
            { requiredKeys: [] },
          ),
        ),
      ),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(likely, fc.oneof(value, fc.array(likely)), async (info, list) => {
      hub.heal()
      hub.fail('hub', `/api/models/${id}`, { kind: 'answer', body: JSON.stringify(info) })
      hub.fail('hub', '/api/models', { kind: 'answer', body: JSON.stringify(list) ?? 'undefined' })
      const repository = await client.repository(id).then(
        (read) => hubRepositorySchema.parse(read.repository),
        (error: unknown) => error,
      )
      const page = await client.search('', 'downloads', null).then(
        (read) => read.repositories.map((summary) => hubRepositorySummarySchema.parse(summary)),
        (error: unknown) => error,
      )
      const refused = [repository, page].filter((outcome) => outcome instanceof Error)
      expect(refused.every((error) => codeOf(error) === 'HOST_ANSWER_UNREADABLE')).toBe(true)
    }),
    { numRuns: 150 },
  )
})

function codeOf(error: Error): string {
  return error instanceof FailureError ? error.failure.code : error.message
}
