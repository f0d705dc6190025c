import { useSyncExternalStore } from 'react'
import type { GenerationPhase } from '@contract/generation.ts'
import { ProgressBar } from '@renderer/ui/progress-bar.tsx'
import type { LiveAnswer } from '../thread/live-answer.ts'
import { usePhaseText, useShownPhase } from '../use-phase-text.ts'

interface RunningPhaseProps {
  live: LiveAnswer
  model: string
  /** Something of the answer is there. */
  hasText: boolean
}

/** In the place of the answer, what is done before there is any of it. */
export function RunningPhase({ live, model, hasText }: RunningPhaseProps) {
  const phaseText = usePhaseText()
  const phase = useShownPhase(useSyncExternalStore(live.subscribeToStatus, live.status).phase)
  if (phase.name === 'writing') return hasText ? null : <span className="answer-caret" />
  const progress = progressOf(phase)
  return (
    // Most of these are over before they could be read.
    <div className="appear-late grid max-w-72 gap-2 py-1 text-sm text-soft tabular-nums" key={phase.name}>
      {phaseText(phase, model)}
      {progress !== null && <ProgressBar label={phaseText(phase, model)} progress={progress} />}
    </div>
  )
}

function progressOf(phase: GenerationPhase): number | null {
  switch (phase.name) {
    case 'loading':
      return phase.progress
    case 'reading':
      return phase.totalTokens > 0 ? phase.doneTokens / phase.totalTokens : 0
    case 'queued':
    case 'writing':
      return null
  }
}
