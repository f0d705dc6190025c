import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../store/database.ts'
import { DownloadTables } from '../store/downloads.ts'
import { Ranges, type Range } from './ranges.ts'
import { LoopbackHub } from './test-loopback-hub.ts'
import { noise } from './test-downloads.ts'

const downloader = fileURLToPath(new URL('downloading-process.ts', import.meta.url))
const repository = 'maker/model'
const file = 'model.gguf'
const mebibyte = 1024 * 1024
const blockBytes = 4096
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

function modelFolder(): string {
  return join(folder, 'models', 'maker__model')
}

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

/** What a process that was killed has left: how much of the file it had written, and what of that is safe. */
async function left(): Promise<{ writtenBytes: number; safe: Ranges }> {
  const store = openStore(folder)
  const [download] = new DownloadTables(store).list()
  store.close()
  const part = await readFile(join(modelFolder(), `${file}.part`))
  let writtenBytes = 0
  for (let position = 0; position < part.length; position += blockBytes) {
    const block = part.subarray(position, position + blockBytes)
    if (block.equals(content.subarray(position, position + block.length))) writtenBytes += block.length
  }
  return { writtenBytes, safe: new Ranges(download?.files[0]?.progress) }
}

function overlap(safe: Ranges, [from, to]: Range): number {
  return to - from - safe.missing(to).reduce((sum, gap) => sum + Math.max(0, gap[1] - Math.max(from, gap[0])), 0)
}

test('killed in the middle, again and again: it goes on from where it was, and of what it had written at most 16 MiB were not safe', async () => {
  let safe = new Ranges()
  for (const bytes of [30 * mebibyte, 70 * mebibyte]) {
    const { child } = start()
    const closed = once(child, 'close')
    await new Promise<void>((resolve) => {
      hub.onSent = () => {
        if (hub.sentBytes >= bytes) resolve()
      }
    })
    child.kill('SIGKILL')
    expect(await closed).toEqual([null, 'SIGKILL'])
    for (const range of hub.asked.splice(0)) expect(overlap(safe, range)).toBe(0)
    const now = await left()
    expect(now.safe.total).toBeGreaterThanOrEqual(safe.total)
    safe = now.safe
    expect(now.writtenBytes - safe.total).toBeLessThanOrEqual(16 * mebibyte)
  }
  expect(safe.total).toBeGreaterThan(0)
  const { child, output } = start()
  expect(await once(child, 'close')).toEqual([0, null])
  expect(output().trim().split('\n').at(-1)).toBe(`done ${content.length} null`)
  for (const range of hub.asked) expect(overlap(safe, range)).toBe(0)
  const installed = await readFile(join(modelFolder(), file))
  expect(installed.equals(content)).toBe(true)
})
