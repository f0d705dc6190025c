import type { Connection, ConnectionFilter, ConnectionPurpose } from '@contract/network.ts'

const purposes: readonly (readonly [ConnectionPurpose, string, string])[] = [
  ['search', 'huggingface.co', '/api/models'],
  ['repository', 'huggingface.co', '/api/models/bartowski/Qwen_Qwen3-8B-GGUF'],
  ['model-header', 'cdn-lfs-us-1.hf.co', '/repos/6a/1f/Qwen_Qwen3-8B-Q4_K_M.gguf'],
  ['download', 'cdn-lfs-us-1.hf.co', '/repos/6a/1f/Qwen_Qwen3-8B-Q4_K_M.gguf'],
]
const outcomes = ['complete', 'complete', 'failed', 'complete', 'cancelled'] as const

/** A ledger of so many connections, the latest first. */
export function scriptedConnections(total: number): Connection[] {
  return Array.from({ length: total }, (_, index) => {
    const [purpose, host, path] = purposes[index % purposes.length] ?? ['search', 'huggingface.co', '/']
    const open = index === 3
    const outcome = open ? 'open' : (outcomes[index % outcomes.length] ?? 'complete')
    return {
      id: total - index,
      startedAt: Date.now() - index * 1_940_000,
      durationMs: open ? null : 340 + index,
      purpose,
      host,
      path,
      bytesUp: 412 + index,
      bytesDown: purpose === 'download' ? 5.03e9 : 18_231 + index * 7,
      outcome,
      status: outcome === 'failed' ? null : purpose === 'download' ? 206 : 200,
    }
  })
}

/** Those of the ledger that a filter lets through. */
export function matchingConnections(list: readonly Connection[], { purpose, text }: ConnectionFilter): Connection[] {
  return list.filter(
    (each) => (purpose === null || each.purpose === purpose) && `${each.host}${each.path}`.includes(text.trim()),
  )
}
