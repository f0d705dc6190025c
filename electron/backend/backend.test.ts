import Database from 'better-sqlite3'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backendClient, type BackendClient } from '../contract/client.ts'
import { toMainSchema, type ProcessEnd, type ToBackend, type ToMain } from '../contract/host.ts'
import { nodeHost } from '../host/node-host.ts'
import type { HostedProcess } from '../host/process-host.ts'
import { ScriptedEngine } from '../testing/scripted-engine.ts'
import { writeTinyModel } from '../testing/tiny-model.ts'
import { endOf, leafOf } from './test-backend.ts'

const entry = fileURLToPath(new URL('backend.ts', import.meta.url))
const host = nodeHost(process.execPath)
let folder: string
let child: HostedProcess | null = null

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-'))
  const about = { license: 'MIT', languages: [], systemPrompt: null, sampling: {} }
  await writeFile(join(folder, 'built-in.json'), JSON.stringify({ id: 'in', name: 'Tiny', file: 'a.gguf', ...about }))
  await writeTinyModel(join(folder, 'a.gguf'))
})

afterEach(async () => {
  child?.kill()
  await rm(folder, { recursive: true })
})

function options(): string {
  return JSON.stringify({
    dataFolder: join(folder, 'data'),
    builtInModelFolder: folder,
    curatedListFile: join(folder, 'curated.json'),
    homeFolder: join(folder, 'home'),
    canStoreSecrets: false,
    version: '0.0.0',
  })
}

function start(onMessage: (message: ToMain) => void): HostedProcess {
  const env = { PATH: process.env['PATH'] ?? '' }
  const started = host.start({ name: 'backend', entry, args: [options()], env })
  started.onMessage((message) => onMessage(toMainSchema.parse(message)))
  child = started
  return started
}

function tell(backend: HostedProcess, message: ToBackend): void {
  backend.send(message)
}

function pageOf(backend: HostedProcess): { client: BackendClient; close: () => void } {
  const [ours, theirs] = host.channel()
  backend.givePort('page', theirs)
  const client = backendClient(ours)
  ours.start()
  return { client, close: () => ours.close() }
}

function storedDrafts(): unknown[] {
  const db = new Database(join(folder, 'data', 'hearth.db'), { readonly: true })
  const texts = db.prepare('SELECT text FROM drafts').pluck().all()
  db.close()
  return texts
}

/** Starts one and waits until it is ready. */
async function startReady(): Promise<HostedProcess> {
  const engine = new ScriptedEngine()
  const ready = Promise.withResolvers<void>()
  const backend = start((message) => {
    if (message.type === 'ready') ready.resolve()
    pairEngines(engine, backend, message)
  })
  await ready.promise
  return backend
}

/** Does what main does with engines, with scripted ones. */
function pairEngines(engine: ScriptedEngine, backend: HostedProcess, message: ToMain): void {
  if (message.type === 'start-engine') {
    const [ours, theirs] = host.channel()
    backend.givePort(`engine:${message.engineId}`, theirs)
    engine.serveOn(ours)
  }
  if (message.type === 'end-engine') {
    tell(backend, { type: 'engine-ended', engineId: message.engineId, end: { exitCode: null, signal: 'SIGKILL' } })
  }
}

test('as a process of its own it is ready, answers a page, survives its engine, and ends when it is told to', async () => {
  const engine = new ScriptedEngine()
  const ready = Promise.withResolvers<void>()
  const engineIds: string[] = []
  const backend = start((message) => {
    if (message.type === 'ready') ready.resolve()
    if (message.type === 'start-engine') engineIds.push(message.engineId)
    pairEngines(engine, backend, message)
  })
  const ended = new Promise<ProcessEnd>((resolve) => backend.onEnd(resolve))
  const { client, close } = pageOf(backend)
  await ready.promise
  const thread = await client.chat.send({ conversationId: null, parentId: null, text: 'Hi', settings: {} })
  const messageId = leafOf(thread).id
  const generation = await engine.nextGeneration()
  const watch = await client.chat.attach({ messageId })
  await watch.next()
  generation.write('Half')
  for await (const { type } of watch) if (type === 'delta') break
  const ending = endOf(client, messageId)
  const crash = { exitCode: null, signal: 'SIGSEGV' }
  tell(backend, { type: 'engine-ended', engineId: engineIds[0] ?? '', end: crash })
  expect(await ending).toMatchObject({
    status: 'failed',
    failure: { code: 'ENGINE_CRASHED', data: crash },
    parts: [{ text: 'Half' }],
  })
  await client.chat.continue({ messageId })
  ;(await engine.nextGeneration()).end()
  expect(await endOf(client, messageId)).toMatchObject({ status: 'complete', parts: [{ text: 'Half' }] })
  expect(engineIds).toEqual(['1', '2'])
  close()
  tell(backend, { type: 'shut-down' })
  expect(await ended).toEqual({ exitCode: 0, signal: null })
})

test('what a page says as it is closed is stored, also when it comes after the word to shut down', async () => {
  const backend = await startReady()
  const { client, close } = pageOf(backend)
  await client.about()
  const ended = new Promise<ProcessEnd>((resolve) => backend.onEnd(resolve))
  tell(backend, { type: 'shut-down' })
  client.chat.saveDraft({ conversationId: null, text: 'An unfinished tho' }).catch(() => undefined)
  await setImmediate()
  close()
  expect(await ended).toEqual({ exitCode: 0, signal: null })
  expect(storedDrafts()).toEqual(['An unfinished tho'])
})

test('what a page has said is stored, also when it was gone before the backend was there', async () => {
  const backend = start(() => undefined)
  const { client, close } = pageOf(backend)
  const ended = new Promise<ProcessEnd>((resolve) => backend.onEnd(resolve))
  client.chat.extendDraft({ conversationId: null, typed: 'An unfinished tho' }).catch(() => undefined)
  await setImmediate()
  close()
  tell(backend, { type: 'shut-down' })
  expect(await ended).toEqual({ exitCode: 0, signal: null })
  expect(storedDrafts()).toEqual(['An unfinished tho'])
})

test('a page that does not go is not waited for for long', async () => {
  const backend = await startReady()
  const { client } = pageOf(backend)
  await client.about()
  const ended = new Promise<ProcessEnd>((resolve) => backend.onEnd(resolve))
  tell(backend, { type: 'shut-down' })
  expect(await ended).toEqual({ exitCode: 0, signal: null })
})

test('a database of a newer application is told to main instead', async () => {
  await mkdir(join(folder, 'data'))
  const db = new Database(join(folder, 'data', 'hearth.db'))
  db.pragma('user_version = 99')
  db.close()
  const told = await new Promise<ToMain>((resolve) => start(resolve))
  expect(told).toMatchObject({ type: 'cannot-start', kind: 'database-newer' })
})

test('when main is gone it goes, too, although an engine was just being started', async () => {
  const backend = fork(entry, [options()], { execPath: process.execPath, serialization: 'advanced' })
  await once(backend, 'message')
  const asked = once(backend, 'message')
  backend.send({ kind: 'port', name: 'page', portId: 1 })
  expect(await asked).toMatchObject([{ message: { type: 'start-engine' } }, undefined])
  const exit = once(backend, 'exit')
  backend.disconnect()
  expect(await exit).toMatchObject([expect.any(Number), null])
})
