import { useEffect, useState } from 'react'
import type { MemoryEstimate } from '@contract/model.ts'
import { backend } from '@renderer/app/backend.ts'
import { notifyFailedCall } from '@renderer/app/notify.ts'

/** Expected memory of a model at a context size (null: automatic); the last answer until the next one is there. */
export function useEstimate(modelId: string | null, contextSize: number | null): MemoryEstimate | null {
  const [estimate, setEstimate] = useState<MemoryEstimate | null>(null)
  useEffect(() => {
    if (modelId === null) return
    const asking = new AbortController()
    backend.models
      .estimate({ modelId, contextSize }, { signal: asking.signal })
      .then(setEstimate)
      .catch((error: unknown) => asking.signal.aborted || notifyFailedCall(error))
    return () => asking.abort()
  }, [modelId, contextSize])
  return estimate
}
