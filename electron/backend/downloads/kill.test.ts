import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
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

/** What a process that was killed has left that a later one may rely on. */
function leftSafe(): Ranges {
  const store = openStore(folder)
  const [download] = new DownloadTables(store).list()
  store.close()
  return new Ranges(download?.files[0]?.progress)
}

/** Kills a process where it stands. Answers how much of what the hub sent in its time it, or the system for it, had received. */
async function kill(child: ChildProcess): Promise<number> {
  const closed = once(child, 'close')
  child.kill('SIGSTOP')
  // The hub sends nothing meanwhile: it is this process.
  while (!/\) T /.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8')));
  const fetchedBytes = hub.sentBytes - hub.heldBytes()
  child.kill('SIGKILL')
  expect(await closed).toEqual([null, 'SIGKILL'])
  return fetchedBytes
}

function overlap(safe: Ranges, [from, to]: Range): number {
  return to - from - safe.missing(to).reduce((sum, gap) => sum + Math.max(0, gap[1] - Math.max(from, gap[0])), 0)
}

// Only Linux tells what a socket holds.
test.runIf(process.platform === 'linux')(
  'killed in the middle, again and again: it goes on from where it was, and at most 16 MiB are fetched twice each time',
  async () => {
    let safe = new Ranges()
    for (const bytes of [25, 20, 15, 25].map((count) => count * mebibyte)) {
      hub.sentBytes = 0
      const { child } = start()
      await new Promise<void>((resolve) => {
        hub.onSent = () => {
          if (hub.sentBytes >= bytes) resolve()
        }
      })
      const fetchedBytes = await kill(child)
      for (const range of hub.asked.splice(0)) expect(overlap(safe, range)).toBe(0)
      const now = leftSafe()
      expect(now.total).toBeGreaterThanOrEqual(safe.total)
      expect(fetchedBytes - (now.total - safe.total)).toBeLessThanOrEqual(16 * mebibyte)
      safe = now
    }
    expect(safe.total).toBeGreaterThan(0)
    hub.sentBytes = 0
    const { child, output } = start()
    expect(await once(child, 'close')).toEqual([0, null])
    expect(output().trim().split('\n').at(-1)).toBe(`done ${content.length} null`)
    for (const range of hub.asked) expect(overlap(safe, range)).toBe(0)
    expect(hub.sentBytes).toBe(content.length - safe.total)
    const installed = await readFile(join(modelFolder(), file))
    expect(installed.equals(content)).toBe(true)
  },
)
