import { expect, test } from 'vitest'
import type { GenerationEvent } from '../../contract/generation.ts'
import { ScriptedEngine, type ScriptedLoad } from '../../testing/scripted-engine.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { addModel, backendForEachTest, endOf, leafOf } from '../test-backend.ts'

const hearth = backendForEachTest(() => new ScriptedEngine(), writeTinyModel)
const cancelled = (modelId: string) => ({ code: 'MODEL_LOAD_CANCELLED', data: { modelId } })

/** Loads take as long as the test says. */
function loadByHand(): void {
  hearth.engine.onLoad = () => undefined
}

/** Lets the loading come to `progress`, and waits until it is told. */
async function comeTo(load: ScriptedLoad, progress: number): Promise<void> {
  const events = await hearth.client.events()
  load.progress(progress)
  for await (const event of events) {
    const state = event.type === 'hello' || event.type === 'engine-changed' ? event.engine : null
    if (state?.phase === 'loading' && state.progress === progress) return
  }
}

/** Asks a model for an answer. That message's id. */
async function send(modelId: string): Promise<string> {
  const settings = { modelId }
  return leafOf(await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'Hi', settings })).id
}

/** Asks a model for an answer. What its page sees at first. */
async function ask(modelId: string): Promise<GenerationEvent | undefined> {
  for await (const event of await hearth.client.chat.attach({ messageId: await send(modelId) })) return event
  return undefined
}

test('an answer that is asked for while its model is loaded shows how far that is', async () => {
  loadByHand()
  const loading = hearth.client.models.load({ modelId: 'built-in' })
  const load = await hearth.engine.nextLoad()
  await comeTo(load, 0.5)
  expect(await ask('built-in')).toMatchObject({ type: 'snapshot', phase: { name: 'loading', progress: 0.5 } })
  load.ready()
  expect(await loading).toMatchObject({ phase: 'ready', modelId: 'built-in' })
  expect((await hearth.engine.nextGeneration()).input.turns).toHaveLength(2)
  expect(hearth.engine.started).toBe(1)
})

test('an answer shows the loading of its own model, not of the one whose place it takes', async () => {
  const other = await addModel(hearth, 'other')
  loadByHand()
  const preloading = hearth.backend.application.preload()
  await comeTo(await hearth.engine.nextLoad(), 0.5)
  expect(await ask(other)).toMatchObject({ type: 'snapshot', phase: { name: 'loading', progress: 0 } })
  await preloading
})

test('choosing another model while one is loaded does not wait for it', async () => {
  const other = await addModel(hearth, 'other')
  loadByHand()
  const first = hearth.client.models.load({ modelId: 'built-in' })
  await hearth.engine.nextLoad()
  const second = hearth.client.models.load({ modelId: other })
  await expect(first).rejects.toMatchObject(cancelled('built-in'))
  ;(await hearth.engine.nextLoad()).ready()
  expect(await second).toMatchObject({ phase: 'ready', modelId: other })
  expect(hearth.engine.running.size).toBe(1)
})

test('a load that waits for an answer makes way for the next one, and the answer is left alone', async () => {
  const [b, c] = [await addModel(hearth, 'b'), await addModel(hearth, 'c')]
  await ask('built-in')
  const generation = await hearth.engine.nextGeneration()
  const loads = [b, c, c].map((modelId) => hearth.client.models.load({ modelId }))
  await expect(loads[0]).rejects.toMatchObject(cancelled(b))
  generation.end()
  expect(await Promise.all(loads.slice(1))).toMatchObject([{ modelId: c }, { modelId: c }])
  expect(hearth.engine.started).toBe(2)
})

test.each([
  ['unloading', (_modelId: string) => hearth.client.models.unload()],
  ['forgetting', (modelId: string) => hearth.client.models.forget({ modelId })],
])('%s a model stops the answers that need it, and no others', async (_what, giveUp) => {
  const other = await addModel(hearth, 'other')
  const [written, waiting, ofOther] = [await send(other), await send(other), await send('built-in')]
  const generation = await hearth.engine.nextGeneration()
  generation.write('Half')
  await giveUp(other)
  expect(await endOf(hearth.client, written)).toMatchObject({ status: 'stopped' })
  expect(await endOf(hearth.client, waiting)).toMatchObject({ status: 'stopped' })
  ;(await hearth.engine.nextGeneration()).end()
  expect(await endOf(hearth.client, ofOther)).toMatchObject({ status: 'complete', run: { modelId: 'built-in' } })
})

test('unloading a model gives up the load of it that waits for its answers, and no other', async () => {
  const [b, c] = [await addModel(hearth, 'b'), await addModel(hearth, 'c')]
  await send(b)
  await hearth.engine.nextGeneration()
  const ofC = hearth.client.models.load({ modelId: c })
  await hearth.client.about()
  await hearth.client.models.unload()
  expect(await ofC).toMatchObject({ phase: 'ready', modelId: c })
  await send(c)
  await hearth.engine.nextGeneration()
  const again = hearth.client.models.load({ modelId: c })
  // By then it waits.
  await hearth.client.about()
  await Promise.all([expect(again).rejects.toMatchObject(cancelled(c)), hearth.client.models.unload()])
})

test('typing to another model does not take away the one that a person waits for', async () => {
  const other = await addModel(hearth, 'other')
  loadByHand()
  const loading = hearth.client.models.load({ modelId: other })
  const load = await hearth.engine.nextLoad()
  await hearth.client.chat.prepare({ conversationId: null, leafId: null, settings: {}, text: '' })
  load.ready()
  expect(await loading).toMatchObject({ phase: 'ready', modelId: other })
})
