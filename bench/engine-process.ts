import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { engineClient, type EngineClient } from '../electron/contract/client.ts'
import type { LoadedModel } from '../electron/contract/model.ts'
import { nodeHost } from '../electron/host/node-host.ts'

const entry = fileURLToPath(new URL('../out/engine/engine.js', import.meta.url))

/** The built engine in a process of its own, as the application starts it, without the application. */
export class EngineProcess {
  readonly client: EngineClient
  readonly #kill: () => void
  readonly #pid: number

  constructor() {
    const host = nodeHost(process.execPath)
    const engine = host.start({ name: 'engine', entry, args: [], env: { UV_THREADPOOL_SIZE: '1' } })
    const [ours, theirs] = host.channel()
    engine.givePort('backend', theirs)
    this.client = engineClient(ours)
    ours.start()
    this.#kill = () => engine.kill()
    this.#pid = engine.pid ?? 0
  }

  /** Bytes of memory that it takes now. */
  get memoryBytes(): number {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(join('/proc', String(this.#pid), 'status'), 'utf8'))?.[1]) * 1024
  }

  /** Loads a model with a context of so many tokens. */
  async load(path: string, contextSize: number): Promise<LoadedModel> {
    for await (const event of await this.client.load({ path, contextSize, threads: null }))
      if (event.type === 'ready') return event.loaded
    throw new Error('the loading ended without a word')
  }

  end(): void {
    this.#kill()
  }
}
