import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeTinyModel } from '../testing/tiny-model.ts'
import { engineInProcess, load, talk, write } from './in-process.ts'

test('this computer is measured with the model that is loaded, and gives way to an answer', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-'))
  const path = join(folder, 'a.gguf')
  await writeTinyModel(path)
  const client = engineInProcess()
  await expect(client.calibrate()).rejects.toThrow('INTERNAL')
  await load(client, path)
  const measured = await client.calibrate()
  expect(measured.tokensPerSecond).toBeGreaterThan(1)
  expect(measured.memoryBytesPerSecond).toBeGreaterThan(1e8)
  const calibrating = client.calibrate()
  const { stopReason } = await write(client, talk('Hi'))
  expect(stopReason).toBe('end')
  expect(await calibrating).toEqual({ tokensPerSecond: 0, memoryBytesPerSecond: 0 })
  await rm(folder, { recursive: true })
})
