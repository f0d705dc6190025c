import type { EngineState, Model } from '@contract/model.ts'
import type { Measurements } from '@contract/message.ts'
import { useEngine } from '@renderer/app/state/engine.ts'
import type { LiveStatus } from './live-answer.ts'
import { useChatModel } from './choices.ts'
import { lastMeasuredRun, useThread } from './thread-store.ts'
import { useLiveStatus } from './use-live.ts'

/** What a chat takes of the context, in tokens. */
export interface ContextUse {
  instructions: number
  messages: number
  /** The answer that is being written, or was last. */
  answer: number
  free: number
  used: number
  size: number
}

/** What is known of the context. */
export interface ContextFacts {
  /** The numbers of the last answer on the path that has some. */
  last: Measurements | null
  live: LiveStatus | null
  /** Something was said, so that without any numbers it is not known how much is used. */
  begun: boolean
  /** Tokens that the chat's model has room for, as far as it is known; null where it is not. */
  size: number | null
}

/** Divides the context among those who use it; null where nothing is known of it. */
export function contextUse({ last, live, begun, size }: ContextFacts): ContextUse | null {
  if (begun && !last && !live) return null
  const stats = live?.stats
  const answer = stats?.outputTokens ?? last?.outputTokens ?? 0
  const read = live?.phase.name === 'reading' ? live.phase.totalTokens : undefined
  const used = stats?.contextUsed ?? read ?? last?.contextUsed ?? 0
  const whole = stats?.contextSize ?? size ?? last?.contextSize
  if (whole === undefined) return null
  const instructions = Math.min(last?.systemTokens ?? 0, Math.max(0, used - answer))
  return {
    instructions,
    messages: Math.max(0, used - instructions - answer),
    answer: Math.min(answer, used),
    free: Math.max(0, whole - used),
    used,
    size: whole,
  }
}

function contextSizeOf(model: Model | null, engine: EngineState): number | null {
  if (!model) return null
  if (engine.phase === 'ready' && engine.modelId === model.id) return engine.loaded.contextSize
  return model.estimate?.contextSize ?? null
}

/** What the chat that is shown takes of the context, kept true while an answer is written. */
export function useContextUse(): ContextUse | null {
  const last = useThread(({ messages }) => lastMeasuredRun(messages)?.measurements ?? null)
  const begun = useThread(({ messages }) => messages.length > 0)
  const live = useLiveStatus()
  const { model } = useChatModel()
  const engine = useEngine((state) => state.engine)
  return contextUse({ last, live, begun, size: contextSizeOf(model, engine) })
}
