import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { textOf } from '../../contract/message.ts'
import { startEngineProcess } from '../../testing/engine-process.ts'
import { endOf, leafOf, TestBackend } from '../test-backend.ts'
import type { EngineStarter } from './engine-starter.ts'

const entry = fileURLToPath(new URL('../../engine/engine.ts', import.meta.url))
/** Its weights alone, 94 MiB, need more than any of the limits. */
const builtIn = fileURLToPath(new URL('../../../resources/models/SmolLM2-135M-Instruct.Q4_1.gguf', import.meta.url))
const mebibyte = 1024 * 1024
/** What an engine process may take beyond what it took when it was started; null: whatever there is. */
let allowedBytes: number | null = null
let backend: TestBackend | null = null

afterEach(async () => {
  await backend?.remove()
  backend = null
})

/** Real engine processes, each within its limit. */
const limited: EngineStarter = {
  start: async () => {
    const engine = startEngineProcess(entry)
    // As soon as it answers, it has all that it needs to answer.
    await engine.client.stop({ generationId: 'none' })
    if (allowedBytes !== null) limit(engine.pid, allowedBytes)
    return engine
  },
}

function limit(pid: number, bytes: number): void {
  const taken = Number(/^VmSize:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
  execFileSync('prlimit', ['--pid', String(pid), `--as=${taken + bytes}`])
}

test.each([0, 16, 64])(
  'with %i MiB more than it has, the engine fails by itself: it is said, the question is kept, and with memory it is answered',
  async (mebibytes) => {
    allowedBytes = mebibytes * mebibyte
    backend = await TestBackend.start({ starter: limited, calibrateAfterMs: 0 }, (path) => symlink(builtIn, path))
    const { client } = backend.page()
    const thread = await client.chat.send({
      conversationId: null,
      parentId: null,
      text: 'Hi',
      settings: { sampling: { maxTokens: 4 } },
    })
    const answer = await endOf(client, leafOf(thread).id)
    expect(answer.status).toBe('failed')
    expect(['ENGINE_CRASHED', 'MODEL_TOO_LARGE', 'MODEL_LOAD_FAILED']).toContain(answer.failure?.code)
    allowedBytes = null
    const again = await client.chat.regenerate({ messageId: answer.id })
    const second = await endOf(client, leafOf(again).id)
    expect([second.status, textOf(second.parts)]).toEqual(['complete', expect.stringMatching(/\S/)])
    expect(again.messages.map(({ parts }) => textOf(parts))[0]).toBe('Hi')
  },
)
