import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@playwright/test'
import { ModelLibrary } from '../electron/backend/models/library.ts'
import { openStore } from '../electron/backend/store/database.ts'
import { ModelFactsTable } from '../electron/backend/store/model-facts.ts'
import { ModelTables } from '../electron/backend/store/models.ts'
import { writeTinyModel } from '../electron/testing/tiny-model.ts'
import { median, report } from './report.ts'

const count = 500
const rounds = 5

test('looking at a folder with many models', async () => {
  const root = mkdtempSync(join(tmpdir(), 'hearth-bench-'))
  const folder = join(root, 'models')
  mkdirSync(folder)
  const model = join(root, 'model.gguf')
  await writeTinyModel(model)
  for (let index = 0; index < count; index++) copyFileSync(model, join(folder, `${index}.gguf`))
  const store = openStore(join(root, 'data'))
  try {
    const options = {
      store,
      tables: new ModelTables(store),
      facts: new ModelFactsTable(store),
      builtInModelFolder: root,
      modelsFolder: () => folder,
      computer: () => ({ totalBytes: 8e9, availableBytes: 4e9, graphics: null }),
      calibration: () => null,
      now: Date.now,
      onChange: () => undefined,
      onTrouble: () => undefined,
    }
    const first = await timeOf(new ModelLibrary(options))
    const times: number[] = []
    // Each time as after a start of the application: all that is known is what was stored.
    for (let round = 0; round < rounds; round++) times.push(await timeOf(new ModelLibrary(options)))
    report({
      what: `looking at a folder with ${count} models, and listing them`,
      value: `${median(times).toFixed(0)} ms`,
      baseline: `${first.toFixed(0)} ms, the first time`,
      compared: `× ${(median(times) / first).toFixed(2)}`,
      reach: '< 300 ms',
      reached: median(times) < 300,
    })
  } finally {
    store.close()
    rmSync(root, { recursive: true })
  }
})

async function timeOf(library: ModelLibrary): Promise<number> {
  const began = performance.now()
  await library.scan()
  if (library.list(null).length !== count) throw new Error('not all were found')
  return performance.now() - began
}
