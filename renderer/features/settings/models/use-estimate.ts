import { useEffect, useState } from 'react'
import type { MemoryEstimate } from '@contract/model.ts'
import { ask } from '@renderer/app/ask.ts'
import { backend } from '@renderer/app/backend.ts'
import { notifyFailure } from '@renderer/app/notify.ts'

/** Expected memory of a model at a context size (null: automatic); the last answer until the next one is there. */
export function useEstimate(modelId: string | null, contextSize: number | null): MemoryEstimate | null {
  const [estimate, setEstimate] = useState<MemoryEstimate | null>(null)
  useEffect(() => {
    if (modelId === null) return
    return ask((signal) => backend.models.estimate({ modelId, contextSize }, { signal }), setEstimate, notifyFailure)
  }, [modelId, contextSize])
  return estimate
}
