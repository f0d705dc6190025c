import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { bareResultSchema, type BareRequest, type BareResult } from './bare-protocol.ts'

const script = fileURLToPath(new URL('bare-llama.ts', import.meta.url))

/** Runs the baseline in a Node process of its own. */
export async function runBare(request: BareRequest): Promise<BareResult[]> {
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1' }
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(request)], { env })
  return z.array(bareResultSchema).parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
}
