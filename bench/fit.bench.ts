import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@playwright/test'
import { readGguf } from '../electron/backend/models/gguf.ts'
import { estimateMemory } from '../electron/backend/models/memory.ts'
import { writeLargeModel } from '../electron/testing/large-model.ts'
import { EngineProcess } from './engine-process.ts'
import { builtInPath } from './model.ts'
import { megabytes, report } from './report.ts'

const contextSizes = [1024, 4096, 8192]
/** With their spaces, about as many tokens as are computed at once, so that all that computing takes is taken. */
const words = 250

test('expected memory against what the engine takes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-'))
  try {
    const large = join(folder, 'large.gguf')
    await writeLargeModel(large)
    await compare('the built-in model', builtInPath)
    await compare('a model of 1.1 billion weights', large)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

async function compare(what: string, path: string): Promise<void> {
  const summary = await readGguf(path)
  const computer = { totalBytes: 1e12, availableBytes: 1e12, graphics: null }
  for (const contextSize of contextSizes) {
    const expected = estimateMemory(summary, contextSize, computer).totalBytes
    const measured = await measure(path, contextSize)
    const difference = expected / measured - 1
    report({
      what: `memory of ${what}, context of ${contextSize}`,
      value: `${megabytes(expected)} MB expected`,
      baseline: `${megabytes(measured)} MB measured`,
      compared: `${difference >= 0 ? '+' : ''}${(difference * 100).toFixed(1)} %`,
      reach: '± 10 %',
      reached: Math.abs(difference) <= 0.1,
    })
  }
}

/** Of a fresh engine that has loaded the model and read a long text with it. */
async function measure(path: string, contextSize: number): Promise<number> {
  const engine = new EngineProcess()
  try {
    await engine.load(path, contextSize)
    const text = Array.from({ length: words }, (_, index) => String(index % 10)).join(' ')
    await engine.client.prefill({ turns: [{ role: 'system', parts: [{ type: 'text', text }] }], draft: '' })
    return engine.memoryBytes
  } finally {
    engine.end()
  }
}
