import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { textOf } from '../../contract/message.ts'
import { openStore } from './database.ts'
import { Messages } from './messages.ts'

const writer = fileURLToPath(new URL('durability-writer.ts', import.meta.url))
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** Has a backend acknowledge messages until it is killed, `ms` after the first one. Answers the ids with their lengths. */
async function writeUntilKilled(ms: number): Promise<Map<string, number>> {
  const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  await once(child.stdout, 'data')
  await pause(ms)
  child.kill('SIGKILL')
  expect(await closed).toEqual([null, 'SIGKILL'])
  // The last line may be cut.
  const lines = output.split('\n').slice(0, -1)
  return new Map(lines.map((line) => line.split(' ')).map(([id, length]) => [id ?? '', Number(length)]))
}

test('killed at any moment, no acknowledged message is lost', async () => {
  const acknowledged = new Map<string, number>()
  for (const ms of [0, 31, 150]) {
    for (const [id, length] of await writeUntilKilled(ms)) acknowledged.set(id, length)
    const store = openStore(folder)
    const messages = new Messages(store)
    for (const [id, length] of acknowledged) expect(textOf(messages.get(id).parts)).toHaveLength(length)
    store.close()
  }
  expect(acknowledged.size).toBeGreaterThan(4)
})
