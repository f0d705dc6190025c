import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BackendClient } from '../../contract/client.ts'
import type { EngineState } from '../../contract/model.ts'
import { textOf } from '../../contract/message.ts'
import { ScriptedEngine } from '../../testing/scripted-engine.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { endOf, leafOf, TestBackend } from '../test-backend.ts'

let engine: ScriptedEngine
let backend: TestBackend
let client: BackendClient

beforeEach(async () => {
  engine = new ScriptedEngine()
  backend = await TestBackend.start({ starter: engine }, writeTinyModel)
  client = backend.page().client
})

afterEach(async () => {
  await backend.remove()
})

async function prepare(leafId: string | null = null, conversationId: string | null = null): Promise<void> {
  await client.chat.prepare({ conversationId, leafId, settings: {} })
}

async function nextPhase(phase: EngineState['phase']): Promise<EngineState> {
  for await (const event of await client.events())
    if ((event.type === 'hello' || event.type === 'engine-changed') && event.engine.phase === phase) return event.engine
  throw new Error('the events ended')
}

test('typing loads the model and reads what is certain, once', async () => {
  await prepare()
  const first = await engine.nextPrefill()
  expect(first.turns).toEqual([{ role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] }])
  await prepare()
  const thread = await client.chat.send({ conversationId: null, parentId: null, text: 'One?', settings: {} })
  const generation = await engine.nextGeneration()
  generation.write('One.')
  await prepare()
  generation.end()
  const answer = await endOf(client, leafOf(thread).id)
  await prepare(answer.id, answer.conversationId)
  const second = await engine.nextPrefill()
  expect(second.turns.map(({ parts }) => textOf(parts))).toEqual(['Be brief.', 'One?', 'One.'])
  expect(engine.started).toBe(1)
})

test('what was read is read again by an engine that was started anew', async () => {
  await prepare()
  await engine.nextPrefill()
  await engine.nextLoad()
  engine.crash()
  await engine.nextLoad()
  await nextPhase('ready')
  await prepare()
  expect((await engine.nextPrefill()).turns).toHaveLength(1)
})

test('a model that ended the engine while it was loaded is not loaded by typing, only when asked for', async () => {
  const path = join(backend.builtInModelFolder, 'other.gguf')
  await copyFile(join(backend.builtInModelFolder, 'a.gguf'), path)
  const [added] = await client.models.add({ paths: [path] })
  if (added?.result !== 'added') throw new Error('not added')
  const { id: modelId } = added.model
  engine.onLoad = () => engine.crash()
  await expect(client.models.load({ modelId })).rejects.toMatchObject({ code: 'ENGINE_CRASHED' })
  engine.onLoad = (load) => load.ready()
  await client.models.load({ modelId: 'built-in' })
  await client.chat.prepare({ conversationId: null, leafId: null, settings: { modelId } })
  await prepare()
  await engine.nextPrefill()
  expect(engine.started).toBe(2)
  expect(await client.models.load({ modelId })).toMatchObject({ phase: 'ready', modelId })
})
