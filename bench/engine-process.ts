import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { EngineClient } from '../electron/contract/engine-client.ts'
import type { LoadedModel } from '../electron/contract/model.ts'
import { startEngineProcess } from '../electron/testing/engine-process.ts'

const entry = fileURLToPath(new URL('../out/engine/engine.js', import.meta.url))

/** The built engine in a process of its own, as the application starts it, without the application. */
export class EngineProcess {
  readonly #process = startEngineProcess(entry)

  get client(): EngineClient {
    return this.#process.client
  }

  /** Bytes of memory that it takes now. */
  get memoryBytes(): number {
    return (
      Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(join('/proc', String(this.#process.pid), 'status'), 'utf8'))?.[1]) *
      1024
    )
  }

  /** Loads a model with a context of so many tokens. */
  async load(path: string, contextSize: number): Promise<LoadedModel> {
    for await (const event of await this.client.load({ path, contextSize, threads: null }))
      if (event.type === 'ready') return event.loaded
    throw new Error('the loading ended without a word')
  }

  end(): void {
    this.#process.end()
  }
}
