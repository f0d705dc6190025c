import { expect, test } from 'vitest'
import type { EngineState } from '../../contract/model.ts'
import { textOf } from '../../contract/message.ts'
import { ScriptedEngine } from '../../testing/scripted-engine.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { addModel, backendForEachTest, endOf, leafOf } from '../test-backend.ts'

const hearth = backendForEachTest(() => new ScriptedEngine(), writeTinyModel)

async function prepare(leafId: string | null = null, conversationId: string | null = null): Promise<void> {
  await hearth.client.chat.prepare({ conversationId, leafId, settings: {}, text: '' })
}

async function nextPhase(phase: EngineState['phase']): Promise<EngineState> {
  for await (const event of await hearth.client.events())
    if ((event.type === 'hello' || event.type === 'engine-changed') && event.engine.phase === phase) return event.engine
  throw new Error('the events ended')
}

test('typing loads the model and reads what is certain, once', async () => {
  await prepare()
  const first = await hearth.engine.nextPrefill()
  expect(first.turns).toEqual([{ role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] }])
  await prepare()
  const thread = await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'One?', settings: {} })
  const generation = await hearth.engine.nextGeneration()
  generation.write('One.')
  await prepare()
  generation.end()
  const answer = await endOf(hearth.client, leafOf(thread).id)
  await prepare(answer.id, answer.conversationId)
  const second = await hearth.engine.nextPrefill()
  expect(second.turns.map(({ parts }) => textOf(parts))).toEqual(['Be brief.', 'One?', 'One.'])
  expect(hearth.engine.started).toBe(1)
})

test('what is typed is read along', async () => {
  await prepare()
  expect(await hearth.engine.nextPrefill()).toMatchObject({ draft: '' })
  for (const text of ['What is', 'What is a boat?']) {
    await hearth.client.chat.prepare({ conversationId: null, leafId: null, settings: {}, text })
    expect(await hearth.engine.nextPrefill()).toMatchObject({ draft: text, rests: false })
  }
})

test('when the typing rests, what was read along is asked for once more, as a whole', async () => {
  const typed = { conversationId: null, leafId: null, settings: {}, text: 'What is a boat?' }
  for (const rests of [false, true]) {
    await hearth.client.chat.prepare({ ...typed, rests })
    expect(await hearth.engine.nextPrefill()).toMatchObject({ draft: typed.text, rests })
  }
  await hearth.client.chat.prepare({ ...typed, rests: true })
  await hearth.client.chat.prepare({ ...typed, text: 'What is a boat? And' })
  expect(await hearth.engine.nextPrefill()).toMatchObject({ draft: 'What is a boat? And', rests: false })
})

test('what was read is read again by an engine that was started anew', async () => {
  await prepare()
  await hearth.engine.nextPrefill()
  await hearth.engine.nextLoad()
  hearth.engine.crash()
  await hearth.engine.nextLoad()
  await nextPhase('ready')
  await prepare()
  expect((await hearth.engine.nextPrefill()).turns).toHaveLength(1)
})

test('a model that ended the engine while it was loaded is not loaded by typing, only when asked for', async () => {
  const modelId = await addModel(hearth, 'other')
  hearth.engine.onLoad = () => hearth.engine.crash()
  await expect(hearth.client.models.load({ modelId })).rejects.toMatchObject({ code: 'ENGINE_CRASHED' })
  hearth.engine.onLoad = (load) => load.ready()
  await hearth.client.models.load({ modelId: 'built-in' })
  await hearth.client.chat.prepare({ conversationId: null, leafId: null, settings: { modelId }, text: '' })
  await prepare()
  await hearth.engine.nextPrefill()
  expect(hearth.engine.started).toBe(2)
  expect(await hearth.client.models.load({ modelId })).toMatchObject({ phase: 'ready', modelId })
})
