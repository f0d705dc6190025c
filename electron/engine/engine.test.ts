import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { engineClient, type EngineClient } from '../contract/engine-client.ts'
import type { ProcessEnd } from '../contract/host.ts'
import { nodeHost } from '../host/node-host.ts'
import type { HostedProcess } from '../host/process-host.ts'
import { writeTinyModel } from '../testing/tiny-model.ts'
import { load, talk, write } from './in-process.ts'

const host = nodeHost(process.execPath)
const running: HostedProcess[] = []
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-engine-'))
})

afterEach(async () => {
  for (const child of running.splice(0)) child.kill()
  await rm(folder, { recursive: true })
})

interface Started {
  child: HostedProcess
  client: EngineClient
  ended: Promise<ProcessEnd>
  output: () => string
}

function start(env: Record<string, string> = { UV_THREADPOOL_SIZE: '1' }): Started {
  const entry = fileURLToPath(new URL('engine.ts', import.meta.url))
  const child = host.start({ name: 'engine', entry, args: [], env: { PATH: process.env['PATH'] ?? '', ...env } })
  running.push(child)
  let output = ''
  child.onOutput((text) => (output += text))
  const ended = new Promise<ProcessEnd>((resolve) => child.onEnd(resolve))
  const [ours, theirs] = host.channel()
  const client = engineClient(ours, () => child.kill())
  ours.start()
  child.givePort('backend', theirs)
  return { child, client, ended, output: () => output }
}

test('as a process of its own it loads, writes and stops; killed, its end is told', async () => {
  const path = join(folder, 'endless.gguf')
  await writeTinyModel(path, { replies: ['on and over again'], endless: true })
  const { child, client, ended } = start()
  expect(await load(client, path)).toMatchObject({ contextSize: 2048 })
  const stopped = await write(client, talk('Go'), {
    onEvent: ({ type }) => {
      if (type === 'delta') void client.stop({ generationId: 'test' })
    },
  })
  expect(stopped.stopReason).toBe('stopped')
  const killed = write(client, talk('Go'), {
    onEvent: ({ type }) => {
      if (type === 'delta') process.kill(child.pid ?? 0, 'SIGKILL')
    },
  })
  expect(await killed.catch((error: unknown) => error)).toBeInstanceOf(Error)
  expect(await ended).toEqual({ exitCode: null, signal: 'SIGKILL' })
})

test('a model that makes llama.cpp abort ends this process and no other', async () => {
  const path = join(folder, 'without-a-key.gguf')
  await writeTinyModel(path, { without: ['llama.attention.head_count'] })
  const { client, ended } = start()
  const loading = load(client, path).catch((error: unknown) => error)
  expect(await ended).toEqual({ exitCode: null, signal: 'SIGABRT' })
  expect(await loading).toBeInstanceOf(Error)
})

test('started by hand, it says what it is', async () => {
  const entry = fileURLToPath(new URL('engine.ts', import.meta.url))
  const { status, stderr } = spawnSync(process.execPath, [entry], { encoding: 'utf8', env: {} })
  expect(status).toBe(1)
  expect(stderr.trim()).toBe('This is a child process of Hearth and does nothing by itself.')
})

test('started without its one worker, it says what is wrong', async () => {
  const { ended, output } = start({})
  expect(await ended).toEqual({ exitCode: 1, signal: null })
  expect(output()).toContain('UV_THREADPOOL_SIZE=1')
})
