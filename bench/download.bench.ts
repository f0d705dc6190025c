import { execFileSync, spawn } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { test } from '@playwright/test'
import { diskFile, hubRepository, type HubFile } from '../e2e/fixtures/hub/repository.ts'
import { TestHub } from '../e2e/fixtures/hub/test-hub.ts'
import { memoryOf } from '../e2e/fixtures/processes.ts'
import { median, megabytes, report } from './report.ts'

const downloader = fileURLToPath(new URL('../electron/backend/downloads/downloading-process.ts', import.meta.url))
const repository = 'bench/model'
const file = 'model.gguf'
const sizeBytes = 512 * 1024 * 1024
const rounds = 3
/** What a buffer that grows with the file would exceed at once. */
const flatBytes = 96e6

/** A line of one gigabit a second carries about this much of a file. */
const gigabitBytesPerSecond = 118e6

interface Result {
  ms: number
  /** How much more memory it took while the file came than when it began. */
  grownBytes: number
}

test('a download over the loopback, beside curl', async () => {
  const root = mkdtempSync(join(tmpdir(), 'hearth-bench-'))
  const source = join(root, 'source')
  writeNoise(source)
  const fast = await diskFile(file, source)
  try {
    const unlimited = await compare(root, fast)
    speedRow('as fast as the loopback', unlimited)
    speedRow('at the speed of a gigabit line', await compare(root, paced(fast)))
    const grown = Math.max(...unlimited.ours.map(({ grownBytes }) => grownBytes))
    report({
      what: `memory that the backend takes for it while ${megabytes(sizeBytes)} MB come`,
      value: `${megabytes(grown)} MB`,
      baseline: 'what it takes when it begins',
      compared: `+ ${megabytes(grown)} MB`,
      reach: `≤ ${megabytes(flatBytes)} MB, however large the file`,
      reached: grown <= flatBytes,
    })
  } finally {
    rmSync(root, { recursive: true })
  }
})

function speedRow(how: string, { curl, ours }: { curl: number[]; ours: Result[] }): void {
  const ms = median(ours.map((result) => result.ms))
  const ratio = median(curl) / ms
  report({
    what: `a download ${how}, every byte safe on the disk, its SHA-256 compared`,
    value: `${speed(ms)} MB/s`,
    baseline: `${speed(median(curl))} MB/s, curl, which does neither`,
    compared: `× ${ratio.toFixed(2)}`,
    reach: '≥ 0.9',
    reached: ratio >= 0.9,
  })
}

/** Both in turn, from the same hub. */
async function compare(root: string, served: HubFile): Promise<{ curl: number[]; ours: Result[] }> {
  const hub = await TestHub.start([hubRepository(repository, { files: [served] })])
  const curl: number[] = []
  const ours: Result[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      curl.push(await withCurl(hub.address, join(root, 'curl')))
      ours.push(await withDownloads(hub.address, join(root, 'data')))
    }
  } finally {
    await hub.close()
  }
  return { curl, ours }
}

/** The file behind a line that all connections share. What a timer oversleeps is made up for. */
function paced(served: HubFile): HubFile {
  let freeAt = 0
  return {
    ...served,
    read: async function* (start, end) {
      for await (const piece of served.read(start, end)) {
        freeAt = Math.max(freeAt, performance.now() - 100) + (piece.byteLength / gigabitBytesPerSecond) * 1000
        const ms = freeAt - performance.now()
        if (ms > 1) await pause(ms)
        yield piece
      }
    },
  }
}

function writeNoise(path: string): void {
  const handle = openSync(path, 'w')
  const piece = Buffer.alloc(1024 * 1024)
  for (let written = 0; written < sizeBytes; written += piece.length) writeSync(handle, randomFillSync(piece))
  closeSync(handle)
}

/** Nobody pays for what somebody else has written before. */
function settle(): void {
  execFileSync('sync')
}

async function withCurl(address: string, to: string): Promise<number> {
  settle()
  const began = performance.now()
  const url = `${address}/${repository}/resolve/main/${file}`
  const child = spawn('curl', ['--silent', '--fail', '--location', '--output', to, url])
  await once(child, 'close')
  const ms = performance.now() - began
  if (child.exitCode !== 0) throw new Error('curl is not here, or could not fetch the file')
  rmSync(to)
  return ms
}

/** A whole backend downloads it, from the moment at which it begins to the one at which the model is installed. */
async function withDownloads(address: string, dataFolder: string): Promise<Result> {
  mkdirSync(dataFolder)
  settle()
  const { UV_THREADPOOL_SIZE: _, ...env } = process.env
  const args = [downloader, dataFolder, address, repository, file]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env })
  let began = 0
  let ended = 0
  let last = ''
  const memory: number[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (began === 0) began = performance.now()
    memory.push(memoryOf(child.pid ?? 0))
    ended = performance.now()
    last = line
  }
  if (!last.startsWith('done ')) throw new Error(`it ended with: ${last}`)
  rmSync(dataFolder, { recursive: true })
  return { ms: ended - began, grownBytes: Math.max(...memory) - (memory[0] ?? 0) }
}

function speed(ms: number): string {
  return (sizeBytes / 1e3 / ms).toFixed(0)
}
