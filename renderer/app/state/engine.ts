import type { EngineState } from '@contract/model.ts'
import { create } from 'zustand'

/** What the one model that is (being) loaded is doing, kept true by the backend's events. */
export const useEngine = create<{ engine: EngineState }>()(() => ({ engine: { phase: 'idle' } }))

/** Takes over what the backend said. */
export function setEngine(engine: EngineState): void {
  useEngine.setState({ engine })
}
