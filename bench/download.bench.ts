import { execFileSync, spawn } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { test } from '@playwright/test'
import { diskFile, hubRepository } from '../e2e/fixtures/hub/repository.ts'
import { TestHub } from '../e2e/fixtures/hub/test-hub.ts'
import { memoryOf } from '../e2e/fixtures/processes.ts'
import { median, report } from './report.ts'

const downloader = fileURLToPath(new URL('../electron/backend/downloads/downloading-process.ts', import.meta.url))
const repository = 'bench/model'
const file = 'model.gguf'
const sizeBytes = 768 * 1024 * 1024
const rounds = 5
/** What a buffer that grows with the file would exceed at once. */
const flatBytes = 96e6

interface Result {
  ms: number
  /** How much more memory it took while the file came than when it began. */
  grownBytes: number
}

test('a download over the loopback, beside curl', async () => {
  const root = mkdtempSync(join(tmpdir(), 'hearth-bench-'))
  const source = join(root, 'source')
  writeNoise(source)
  const hub = await TestHub.start([hubRepository(repository, { files: [await diskFile(file, source)] })])
  try {
    const plain: number[] = []
    const ours: Result[] = []
    for (let round = 0; round < rounds; round++) {
      plain.push(await withCurl(hub.address, join(root, 'curl')))
      ours.push(await withDownloads(hub.address, join(root, `data-${round}`)))
    }
    const ratio = median(plain) / median(ours.map(({ ms }) => ms))
    report({
      what: `a download of ${megabytes(sizeBytes)} MB over the loopback: every byte safe on the disk, and its SHA-256 compared`,
      value: `${speed(median(ours.map(({ ms }) => ms)))} MB/s`,
      baseline: `${speed(median(plain))} MB/s, curl`,
      compared: `× ${ratio.toFixed(2)}`,
      reach: '≥ 0.9',
      reached: ratio >= 0.9,
    })
    const grown = Math.max(...ours.map(({ grownBytes }) => grownBytes))
    report({
      what: `memory that the backend takes for it while ${megabytes(sizeBytes)} MB come`,
      value: `${megabytes(grown)} MB`,
      baseline: 'what it takes when it begins',
      compared: `+ ${megabytes(grown)} MB`,
      reach: `≤ ${megabytes(flatBytes)} MB, however large the file`,
      reached: grown <= flatBytes,
    })
  } finally {
    await hub.close()
    rmSync(root, { recursive: true })
  }
})

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
  const [code] = await once(spawn('curl', ['--silent', '--fail', '--location', '--output', to, url]), 'close')
  const ms = performance.now() - began
  if (code !== 0) throw new Error('curl is not here, or could not fetch the file')
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

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}
