import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdir } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sampleRepositories } from '../../../e2e/fixtures/hub/sample-repositories.ts'
import { TestHub } from '../../../e2e/fixtures/hub/test-hub.ts'
import type { BackendClient } from '../../contract/client.ts'
import { ScriptedEngine } from '../../testing/scripted-engine.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { endOf, leafOf, TestBackend } from '../test-backend.ts'

let engine: ScriptedEngine
let backend: TestBackend
let client: BackendClient
/** How many sockets this process has connected with. */
let sockets = 0
const count = (): void => void sockets++

beforeEach(async () => {
  sockets = 0
  subscribe('net.client.socket', count)
  engine = new ScriptedEngine()
  backend = await TestBackend.start({ starter: engine }, writeTinyModel)
  await mkdir(backend.homeFolder, { recursive: true })
  client = backend.page().client
})

afterEach(async () => {
  await backend.remove()
  unsubscribe('net.client.socket', count)
})

const everything = { filter: { purpose: null, text: '' }, before: null, limit: 500 }

test('a first run, a conversation and a look at everything that is offered connect to nothing', async () => {
  await backend.application.preload()
  const events = await client.events()
  expect((await events.next()).value).toMatchObject({
    type: 'hello',
    network: { open: 0, hubHost: 'huggingface.co', hasToken: false, canStoreToken: true, sendsToken: true },
  })
  const thread = await client.chat.send({ conversationId: null, parentId: null, text: 'Hello', settings: {} })
  ;(await engine.nextGeneration()).end()
  await endOf(client, leafOf(thread).id)
  await client.models.list()
  await client.models.found()
  await client.models.freeBytes()
  await client.models.folderTrouble()
  expect((await client.hub.curated()).length).toBeGreaterThan(10)
  await client.hub.suggestion({ language: 'zh-CN' })
  await client.hub.setToken({ token: 'hf_secret' })
  await client.settings.update({ offline: true })
  await client.settings.update({ offline: false })
  await backend.close()
  await backend.open()
  expect(await backend.page().client.network.connections(everything)).toEqual([])
  expect(sockets).toBe(0)
})

test('what a person asks for connects to the hub, and everything that did is in the ledger', async () => {
  const hub = await TestHub.start(await sampleRepositories())
  await client.settings.update({ hubAddress: hub.address })
  const { repositories } = await client.hub.search({ query: 'lantern', sort: 'downloads', cursor: null })
  expect(repositories.map(({ id }) => id)).toEqual(['hearth-test/Tiny-Lantern-GGUF'])
  const { id: repository, revision, choices } = await client.hub.repository({ repository: repositories[0]?.id ?? '' })
  expect(choices.map(({ quantization }) => quantization)).toEqual(['Q4_K_M', 'Q6_K', 'Q8_0', 'F16'])
  expect(await client.hub.readme({ repository, revision })).toContain('# Tiny Lantern')
  const fits = await client.hub.fit({ repository, revision, contextSize: null })
  expect(fits.filter(({ recommended }) => recommended)).toHaveLength(1)
  expect(sockets).toBeGreaterThan(0)
  const ledger = await client.network.connections(everything)
  const asked = hub.requests.map(({ path }) => path.replace(/\?.*$/, ''))
  expect(ledger.map(({ path }) => path).toReversed()).toEqual(asked)
  // Offline, the same questions are refused, and nothing more goes out.
  await client.settings.update({ offline: true })
  const before = { sockets, requests: hub.requests.length }
  await expect(client.hub.search({ query: '', sort: 'likes', cursor: null })).rejects.toMatchObject({ code: 'OFFLINE' })
  expect({ sockets, requests: hub.requests.length }).toEqual(before)
  expect(await client.network.connections(everything)).toHaveLength(asked.length)
  await hub.close()
})
