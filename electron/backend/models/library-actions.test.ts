import { mkdir, mkdtemp, readdir, rename, rm, stat, symlink, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BackendClient } from '../../contract/client.ts'
import type { Model } from '../../contract/model.ts'
import { ScriptedEngine } from '../../testing/scripted-engine.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { openStore } from '../store/database.ts'
import { ModelFactsTable } from '../store/model-facts.ts'
import { endOf, leafOf, TestBackend } from '../test-backend.ts'

let engine: ScriptedEngine
let backend: TestBackend
let client: BackendClient
let folder: string

beforeEach(async () => {
  engine = new ScriptedEngine()
  backend = await TestBackend.start({ starter: engine, calibrateAfterMs: 0 }, writeTinyModel)
  client = backend.page().client
  folder = (await client.about()).modelsFolder
})

afterEach(async () => {
  await backend.remove()
})

/** Writes a model and answers it as the list shows it. */
async function added(path: string, name: string, chatTemplate?: string | null): Promise<Model> {
  await mkdir(dirname(path), { recursive: true })
  await writeTinyModel(path, { name, ...(chatTemplate !== undefined && { chatTemplate }) })
  const [result] = await client.models.add({ paths: [path] })
  if (result?.result !== 'added') throw new Error('not added')
  return result.model
}

async function model(id: string): Promise<Model | undefined> {
  return (await client.models.list()).find((one) => one.id === id)
}

async function reopen(): Promise<void> {
  await backend.close()
  await backend.open()
  client = backend.page().client
}

test('a standard format for its chats is remembered, loaded with, and taken back', async () => {
  const { id: modelId, chatFormat } = await added(join(folder, 'z.gguf'), 'Zeta')
  expect(chatFormat).toBe('own')
  await client.models.setChatFormat({ modelId, chatFormat: 'standard' })
  await reopen()
  expect(await model(modelId)).toMatchObject({ chatFormat: 'standard' })
  void client.models.load({ modelId }).catch(() => undefined)
  expect((await engine.nextLoad()).input.chatFormat).toBe('standard')
  await client.models.setChatFormat({ modelId, chatFormat: 'own' })
  expect(await model(modelId)).toMatchObject({ chatFormat: 'own' })
  await expect(client.models.setChatFormat({ modelId: 'none', chatFormat: 'own' })).rejects.toMatchObject({
    code: 'MODEL_UNKNOWN',
  })
})

test('a nickname is shown, sorted by, kept, and taken back', async () => {
  const { id: modelId } = await added(join(folder, 'z.gguf'), 'Zeta')
  await added(join(folder, 'm.gguf'), 'Mu')
  await client.models.rename({ modelId, name: ' Alpha ' })
  await reopen()
  expect((await client.models.list()).map(({ name, renamed }) => [name, renamed])).toEqual([
    ['Tiny', false],
    ['Alpha', true],
    ['Mu', false],
  ])
  await client.models.rename({ modelId, name: null })
  expect(await model(modelId)).toMatchObject({ name: 'Zeta', renamed: false })
  await expect(client.models.rename({ modelId: 'none', name: 'x' })).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' })
})

test('answers are headed by the nickname, also after the model is gone', async () => {
  const { id: modelId } = await added(join(folder, 'z.gguf'), 'Zeta')
  await client.models.rename({ modelId, name: 'Quick' })
  const settings = { modelId }
  const asked = await client.chat.send({ conversationId: null, parentId: null, text: 'Hi', settings })
  ;(await engine.nextGeneration()).end()
  expect(await endOf(client, leafOf(asked).id)).toMatchObject({ run: { modelName: 'Quick' } })
  await client.models.unload()
  await client.models.remove({ modelId })
  const again = await client.chat.regenerate({ messageId: leafOf(asked).id })
  expect(await endOf(client, leafOf(again).id)).toMatchObject({ status: 'failed', run: { modelName: 'Quick' } })
})

test('removing moves all files to the trash, says what comes free, and forgets what was known', async () => {
  const { id: modelId, path, sizeBytes } = await added(join(folder, 'a.gguf'), 'Alpha')
  await client.models.rename({ modelId, name: 'Mine' })
  expect(await client.models.remove({ modelId })).toEqual({ freedBytes: sizeBytes })
  expect(await readdir(backend.main.trashFolder)).toEqual(['a.gguf'])
  expect(await model(modelId)).toBeUndefined()
  await added(path, 'Another')
  expect(await model(modelId)).toMatchObject({ name: 'Another', renamed: false })
  const outside = await added(join(backend.builtInModelFolder, 'mine.gguf'), 'Outside')
  await client.models.remove({ modelId: outside.id })
  expect(await model(outside.id)).toBeUndefined()
  await expect(client.models.remove({ modelId: 'built-in' })).rejects.toMatchObject({ code: 'MODEL_NOT_OURS' })
  await expect(client.models.remove({ modelId: outside.id })).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' })
})

test('of a link, the link is removed, and nothing comes free', async () => {
  const target = join(backend.builtInModelFolder, 'target.gguf')
  await writeTinyModel(target)
  const shortcut = join(folder, 'link.gguf')
  await symlink(target, shortcut)
  const [result] = await client.models.add({ paths: [shortcut] })
  const modelId = result?.result === 'added' ? result.model.id : ''
  expect(await client.models.remove({ modelId })).toEqual({ freedBytes: 0 })
  expect((await stat(target)).isFile()).toBe(true)
})

test('a model in use is not removed, and one that the trash refuses stays', async () => {
  const { id: modelId, path } = await added(join(folder, 'a.gguf'), 'Alpha')
  await client.models.load({ modelId })
  await expect(client.models.remove({ modelId })).rejects.toMatchObject({ code: 'MODEL_IN_USE', data: { modelId } })
  await client.models.unload()
  // The trash has a folder of that name already.
  await mkdir(join(backend.main.trashFolder, 'a.gguf', 'x'), { recursive: true })
  await expect(client.models.remove({ modelId })).rejects.toMatchObject({ code: 'TRASH_FAILED', data: { path } })
  expect(await model(modelId)).toMatchObject({ failure: null })
})

test('the chat template is readable, and told apart from its publisher’s', async () => {
  const template = '{{ messages[0].content }}'
  const own = await added(join(folder, 'own.gguf'), 'Own', template)
  const none = await added(join(folder, 'none.gguf'), 'None', null)
  expect([own.chatTemplate, none.chatTemplate]).toEqual(['own', 'none'])
  expect(await client.models.chatTemplate({ modelId: own.id })).toEqual({ own: template, publisher: null })
  expect(await client.models.chatTemplate({ modelId: none.id })).toEqual({ own: null, publisher: null })
  for (const [published, expected] of [
    [template, 'publisher'],
    [`${template} `, 'changed'],
  ] as const) {
    await backend.close()
    const store = openStore(backend.folder)
    store.write(() => new ModelFactsTable(store).notePublisherTemplate(own.id, published))
    store.close()
    await backend.open()
    client = backend.page().client
    expect((await model(own.id))?.chatTemplate).toBe(expected)
    expect((await client.models.chatTemplate({ modelId: own.id })).publisher).toBe(published)
  }
})

test('free bytes are those of the disk with the models folder, also before it is made', async () => {
  const free = await client.models.freeBytes()
  await client.settings.update({ modelsFolder: join(folder, 'not', 'there', 'yet') })
  expect(free).toBeGreaterThan(0)
  expect(await client.models.freeBytes()).toBeGreaterThan(0)
})

test('a models folder that is not there is told of', async () => {
  const place = join(folder, 'place')
  await mkdir(place)
  await client.settings.update({ modelsFolder: place })
  expect(await client.models.folderTrouble()).toBeNull()
  await rename(place, `${place}-away`)
  expect(await client.models.folderTrouble()).toBe('missing')
})

test('models of a disk that is not mounted stay in the list, and are there again when it is', async () => {
  // The folder is on another disk, reached through a link: taking that away and putting a folder there is what unmounting is.
  const disk = await mkdtemp('/dev/shm/hearth-')
  const place = join(backend.builtInModelFolder, 'place')
  try {
    await symlink(disk, place)
    await client.settings.update({ modelsFolder: place })
    const { id } = await added(join(place, 'a.gguf'), 'Alpha')
    const state = async (): Promise<unknown> => {
      await client.models.refresh()
      return (await model(id))?.failure?.code ?? null
    }
    expect(await state()).toBeNull()
    await unlink(place)
    await mkdir(place)
    expect(await state()).toBe('MODEL_FILE_MISSING')
    await reopen()
    expect(await state()).toBe('MODEL_FILE_MISSING')
    await rename(place, `${place}-empty`)
    await symlink(disk, place)
    expect(await state()).toBeNull()
    await unlink(place)
    await mkdir(place)
    expect(await state()).toBe('MODEL_FILE_MISSING')
    await client.models.forget({ modelId: id })
    expect(await model(id)).toBeUndefined()
  } finally {
    await rm(disk, { recursive: true })
  }
})

test('what a model takes and how fast it is, is measured and shown', async () => {
  const { id: modelId } = await added(join(folder, 'a.gguf'), 'Alpha')
  const other = await added(join(folder, 'b.gguf'), 'Beta')
  expect([other.speed, other.measuredMemory]).toEqual([null, null])
  engine.calibration = { tokensPerSecond: 100, memoryBytesPerSecond: 1e10 }
  const before = await model(modelId)
  await client.models.load({ modelId })
  await expect.poll(async () => (await model(other.id))?.speed?.tokensPerSecond).toBeGreaterThan(50)
  expect((await model(other.id))?.speed).toMatchObject({ measured: false })
  const loaded = await model(modelId)
  expect(loaded?.measuredMemory?.expectedBytes).toBeGreaterThan(0)
  // What the scripted engine takes is far from what is expected; a half of that is believed.
  expect(loaded?.estimate?.totalBytes).toBeLessThan(before?.estimate?.totalBytes ?? 0)
  const thread = await client.chat.send({ conversationId: null, parentId: null, text: 'Hi', settings: { modelId } })
  const generation = await engine.nextGeneration()
  generation.end('end', { outputTokens: 40, tokensPerSecond: 20 })
  await endOf(client, leafOf(thread).id)
  expect((await model(modelId))?.speed).toEqual({ tokensPerSecond: 20, measured: true })
  // The other one is as large: the answer says more than the calibration did.
  const expected = (await model(other.id))?.speed
  expect(expected?.measured).toBe(false)
  expect(expected?.tokensPerSecond).toBeCloseTo(20, 0)
})

test('a model was used when it has written an answer, however short', async () => {
  const { id: modelId } = await added(join(folder, 'a.gguf'), 'Alpha')
  const settings = { modelId }
  await client.chat.prepare({ conversationId: null, leafId: null, settings, text: 'H' })
  await engine.nextPrefill()
  expect((await model(modelId))?.lastUsedAt).toBeNull()
  const before = Date.now()
  const thread = await client.chat.send({ conversationId: null, parentId: null, text: 'Hi', settings })
  const generation = await engine.nextGeneration()
  generation.end('end', { outputTokens: 1, tokensPerSecond: null })
  await endOf(client, leafOf(thread).id)
  expect((await model(modelId))?.lastUsedAt).toBeGreaterThanOrEqual(before)
})
