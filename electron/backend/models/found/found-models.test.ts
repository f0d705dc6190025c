import { execFileSync } from 'node:child_process'
import { copyFile, link, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BackendClient } from '../../../contract/client.ts'
import { ScriptedEngine } from '../../../testing/scripted-engine.ts'
import { writeTinyModel } from '../../../testing/tiny-model.ts'
import { TestBackend } from '../../test-backend.ts'
import { placesOf } from './places.ts'
import { Walk } from './walk.ts'

let backend: TestBackend
let client: BackendClient
let home: string

beforeEach(async () => {
  backend = await TestBackend.start({ starter: new ScriptedEngine() }, writeTinyModel)
  client = backend.page().client
  home = backend.homeFolder
})

afterEach(async () => {
  await backend.remove()
})

/** A model of its own content below the home folder. */
async function model(place: string, name: string): Promise<string> {
  const path = join(home, place)
  await mkdir(dirname(path), { recursive: true })
  await writeTinyModel(path, { name })
  return path
}

async function text(place: string, content: string): Promise<void> {
  const path = join(home, place)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}

const digest = (letter: string): string => letter.repeat(64)

async function manifest(place: string, content: unknown): Promise<void> {
  await text(join('.ollama/models/manifests', place), JSON.stringify(content))
}

function weights(hash: string): unknown {
  const size = 1
  return {
    schemaVersion: 2,
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', digest: `sha256:${digest('0')}`, size },
    layers: [
      { mediaType: 'application/vnd.ollama.image.template', digest: `sha256:${digest('1')}`, size },
      { mediaType: 'application/vnd.ollama.image.model', digest: hash, size },
    ],
  }
}

async function shown(): Promise<string[]> {
  return (await client.models.found()).map(({ application, name }) => `${application}: ${name}`).toSorted()
}

test('finds what each application keeps, under the name that it has there', async () => {
  await model('.lmstudio/models/publisher/repository/a.gguf', 'In its home')
  await text('.lmstudio/settings.json', JSON.stringify({ downloadsFolder: join(home, 'elsewhere'), theme: 'dark' }))
  await model('elsewhere/publisher/repository/b.gguf', 'Where its settings say')
  await text('.lmstudio-home-pointer', `${join(home, 'pointed')}\n`)
  await model('pointed/models/publisher/repository/c.gguf', 'In its other home')
  await model(`.ollama/models/blobs/sha256-${digest('a')}`, 'Library')
  await manifest('registry.ollama.ai/library/llama3.2/1b', weights(`sha256:${digest('a')}`))
  await model(`.ollama/models/blobs/sha256-${digest('b')}`, 'Namespaced')
  await manifest('registry.ollama.ai/someone/model/latest', weights(`sha256-${digest('b')}`))
  await model(`.ollama/models/blobs/sha256-${digest('c')}`, 'Elsewhere')
  await manifest('hf.co/owner/name/Q4_K_M', weights(`sha256:${digest('c')}`))
  await model('.local/share/Jan/data/llamacpp/models/owner/jan-4b/model.gguf', 'Whatever')
  await text(
    '.local/share/Jan/data/llamacpp/models/owner/jan-4b/model.yml',
    'embedding: false\nmodel_path: llamacpp/models/owner/jan-4b/model.gguf\nname: "owner/jan-4b"\nsize_bytes: 1\n',
  )
  await model('jan/models/old/old.gguf', 'Old Jan')
  await model('.local/share/nomic.ai/GPT4All/d.gguf', 'Four All')
  await text('.config/nomic.ai/GPT4All.ini', `[General]\nmodelPath=${join(home, 'four')}\n`)
  await model('four/e.gguf', 'Moved All')
  const blob = await model('.cache/huggingface/hub/models--owner--name/blobs/abc', 'Cached')
  const snapshot = join(dirname(blob), '../snapshots/0123/sub')
  await mkdir(snapshot, { recursive: true })
  await symlink(blob, join(snapshot, 'cached.gguf'))
  const ours = (await shown()).filter((name) => !name.includes('Unrelated'))
  expect(ours).toEqual([
    'GPT4All: Four All',
    'GPT4All: Moved All',
    'Hugging Face: Cached',
    'Jan: Old Jan',
    'Jan: owner/jan-4b',
    'LM Studio: In its home',
    'LM Studio: In its other home',
    'LM Studio: Where its settings say',
    'Ollama: hf.co/owner/name:Q4_K_M',
    'Ollama: llama3.2:1b',
    'Ollama: someone/model:latest',
  ])
})

test('what is adopted is used in place, named as its application names it, and stays when it is forgotten', async () => {
  const path = await model(`.ollama/models/blobs/sha256-${digest('a')}`, 'Header')
  await manifest('registry.ollama.ai/library/tiny/latest', weights(`sha256:${digest('a')}`))
  const before = await readFile(path)
  const [result] = await client.models.adopt({ paths: [path] })
  if (result?.result !== 'added') throw new Error('not adopted')
  const { id: modelId } = result.model
  expect(result.model).toMatchObject({ source: 'adopted', application: 'Ollama', name: 'tiny:latest', path })
  expect(await client.models.found()).toMatchObject([{ path, modelId }])
  await expect(client.models.remove({ modelId })).rejects.toMatchObject({ code: 'MODEL_NOT_OURS' })
  await backend.close()
  await backend.open()
  client = backend.page().client
  expect((await client.models.list()).find(({ id }) => id === modelId)).toMatchObject({
    application: 'Ollama',
    name: 'tiny:latest',
  })
  await client.models.forget({ modelId })
  expect((await client.models.list()).some(({ id }) => id === modelId)).toBe(false)
  expect(await client.models.found()).toMatchObject([{ path, modelId: null }])
  expect(await readFile(path)).toEqual(before)
})

test('a broken file in the Hugging Face cache goes by the name of its link', async () => {
  const blob = await model(`.cache/huggingface/hub/models--owner--name/blobs/${digest('a')}`, 'Cached')
  await writeFile(blob, (await readFile(blob)).subarray(0, 100))
  const snapshot = join(dirname(blob), '../snapshots/0123')
  await mkdir(snapshot, { recursive: true })
  await symlink(blob, join(snapshot, 'cached.gguf'))
  expect(await client.models.found()).toMatchObject([
    { name: 'cached', failure: { code: 'MODEL_FILE_CORRUPT', data: { path: join(snapshot, 'cached.gguf') } } },
  ])
})

test('an application that takes its file away and brings it back', async () => {
  const path = await model('.lmstudio/models/publisher/repository/a.gguf', 'Here')
  await client.models.found()
  await client.models.adopt({ paths: [path] })
  const state = async (): Promise<unknown> => {
    await client.models.refresh()
    return (await client.models.list()).find((one) => one.path === path)?.failure?.code
  }
  await copyFile(path, join(home, 'kept'))
  await rm(path)
  expect(await state()).toBe('MODEL_FILE_MISSING')
  await copyFile(join(home, 'kept'), path)
  expect(await state()).toBeUndefined()
})

test('the same content is one model, whoever keeps it, and known where the library has it', async () => {
  const path = await model('.lmstudio/models/publisher/repository/a.gguf', 'Same')
  const four = join(home, '.local/share/nomic.ai/GPT4All')
  await mkdir(four, { recursive: true })
  await copyFile(path, join(four, 'copy.gguf'))
  await mkdir(join(home, 'jan/models/x'), { recursive: true })
  await link(path, join(home, 'jan/models/x/linked.gguf'))
  // As large, and of another content, at its very end.
  const other = await readFile(path)
  other[other.length - 1] = 1
  await writeFile(join(four, 'other.gguf'), other)
  const found = await client.models.found()
  expect(found).toHaveLength(2)
  const same = found.find((one) => one.path === path)
  expect(same).toMatchObject({ application: 'LM Studio', modelId: null })
  expect(same?.alsoIn).toEqual(['Jan', 'GPT4All'])
  const { modelsFolder } = await client.about()
  await copyFile(path, join(modelsFolder, 'mine.gguf'))
  const [mine] = await client.models.add({ paths: [join(modelsFolder, 'mine.gguf')] })
  const modelId = mine?.result === 'added' ? mine.model.id : ''
  expect((await client.models.found()).find((one) => one.path === path)?.modelId).toBe(modelId)
})

test('hostile manifests lead nowhere, and what is no regular file is left alone', async () => {
  const secret = await model('secret/model.gguf', 'Secret')
  await manifest('registry.ollama.ai/library/a/1', weights('sha256:../../../../secret/model.gguf'))
  await manifest('registry.ollama.ai/library/a/2', weights(secret))
  await manifest('registry.ollama.ai/library/a/3', weights(`sha256-${digest('a')}/../../../../secret/model.gguf`))
  await manifest('registry.ollama.ai/library/a/4', { layers: 'none' })
  await manifest('registry.ollama.ai/library/a/5', { layers: Array.from({ length: 200 }, () => ({})) })
  await text('.ollama/models/manifests/registry.ollama.ai/library/a/6', '{"__proto__": {"layers": [')
  await text('.ollama/models/manifests/registry.ollama.ai/library/a/7', `"${'x'.repeat(2_000_000)}"`)
  execFileSync('/usr/bin/mkfifo', [join(home, '.ollama/models/manifests/registry.ollama.ai/library/a/8')])
  for (const [index, path] of ['../../../../../secret/model.gguf', secret, '/etc/passwd', '.', ''].entries())
    await text(`.local/share/Jan/data/llamacpp/models/m${index}/model.yml`, `model_path: ${path}\nname: x\n`)
  const snapshots = join(home, '.cache/huggingface/hub/models--a--b/snapshots/1')
  await mkdir(snapshots, { recursive: true })
  await symlink(secret, join(snapshots, 'out.gguf'))
  const studio = join(home, '.lmstudio/models/a/b')
  await mkdir(join(studio, 'folder.gguf'), { recursive: true })
  execFileSync('/usr/bin/mkfifo', [join(studio, 'pipe.gguf')])
  await symlink('/dev/zero', join(studio, 'endless.gguf'))
  await symlink(join(studio, 'loop.gguf'), join(studio, 'loop.gguf'))
  await symlink(home, join(studio, 'round'))
  await text('.lmstudio/settings.json', '{"downloadsFolder": "../relative"}')
  expect(await shown()).toEqual([])
  expect(await client.models.adopt({ paths: [secret] })).toMatchObject([
    { result: 'refused', failure: { code: 'MODEL_FILE_MISSING' } },
  ])
})

test('looking has an end, however much there is', async () => {
  for (let index = 0; index < 30; index++) await text(`many/${index}.gguf`, '')
  const all = (): boolean => true
  expect(await new Walk().files(join(home, 'many'), 1, all)).toHaveLength(30)
  expect(await new Walk(undefined, { entries: 7, milliseconds: 5000 }).files(join(home, 'many'), 1, all)).toHaveLength(
    7,
  )
  expect(await new Walk(undefined, { entries: 7, milliseconds: -1 }).files(join(home, 'many'), 1, all)).toEqual([])
  await expect(new Walk(AbortSignal.abort()).files(join(home, 'many'), 1, all)).rejects.toThrow('aborted')
})

test('each system has its places, and the environment is asked first', () => {
  const of = (platform: NodeJS.Platform, environment: Record<string, string> = {}) =>
    placesOf({ home: '/home/me', environment, platform })
  expect(of('linux').jan.dataFolders[0]).toBe('/home/me/.local/share/Jan/data')
  expect(of('darwin').gpt4All.modelsFolders[0]).toBe('/home/me/Library/Application Support/nomic.ai/GPT4All')
  expect(of('win32').jan.dataFolders[0]).toBe('/home/me/AppData/Roaming/Jan/data')
  expect(of('win32', { LOCALAPPDATA: '/local' }).gpt4All.modelsFolders[0]).toBe('/local/nomic.ai/GPT4All')
  expect(of('linux').ollama).toEqual(['/home/me/.ollama/models', '/usr/share/ollama/.ollama/models'])
  expect(of('darwin', { OLLAMA_MODELS: '/big/ollama' }).ollama[0]).toBe('/big/ollama')
  expect(of('linux', { OLLAMA_MODELS: 'relative' }).ollama[0]).toBe('/home/me/.ollama/models')
  expect(of('linux', { HF_HOME: '/hf', HF_HUB_CACHE: '/hub' }).huggingFace).toEqual(['/hub', '/hf/hub'])
})
