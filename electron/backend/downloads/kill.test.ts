import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LoopbackHub } from './test-loopback-hub.ts'
import { noise } from './test-downloads.ts'

const downloader = fileURLToPath(new URL('downloading-process.ts', import.meta.url))
const repository = 'maker/model'
const file = 'model.gguf'
const mebibyte = 1024 * 1024
const content = noise(96 * mebibyte)
let folder: string
let hub: LoopbackHub

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-'))
  hub = await LoopbackHub.start(file, content)
})

afterEach(async () => {
  await hub.close()
  await rm(folder, { recursive: true })
})

function start(): { child: ChildProcess; output: () => string } {
  const args = [downloader, folder, hub.address, repository, file]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: withoutPool() })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  return { child, output: () => output }
}

/** The backend has the system's own pool of threads; only the engine, and these tests, have one of a single thread. */
function withoutPool(): NodeJS.ProcessEnv {
  const { UV_THREADPOOL_SIZE: _, ...rest } = process.env
  return rest
}

test('killed in the middle, again and again: it goes on from where it was, with at most 16 MiB fetched twice for each time', async () => {
  const kills = [30 * mebibyte, 70 * mebibyte]
  for (const bytes of kills) {
    const { child } = start()
    const closed = once(child, 'close')
    await new Promise<void>((resolve) => {
      hub.onSent = () => {
        if (hub.sentBytes >= bytes) resolve()
      }
    })
    child.kill('SIGKILL')
    expect(await closed).toEqual([null, 'SIGKILL'])
  }
  const { child, output } = start()
  expect(await once(child, 'close')).toEqual([0, null])
  expect(output().trim().split('\n').at(-1)).toBe(`done ${content.length} null`)
  const installed = await readFile(join(folder, 'models', 'maker__model', file))
  expect(installed.equals(content)).toBe(true)
  const twice = hub.sentBytes - content.length
  expect(twice).toBeGreaterThanOrEqual(0)
  expect(twice).toBeLessThanOrEqual(kills.length * 16 * mebibyte)
})
