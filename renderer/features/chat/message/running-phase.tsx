import { Hourglass } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { silenceMs, type GenerationPhase } from '@contract/generation.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { ProgressBar } from '@renderer/ui/progress-bar.tsx'
import type { LiveAnswer, LiveStatus } from '../thread/live-answer.ts'
import { usePhaseText, useShownPhase } from '../use-phase-text.ts'

interface RunningPhaseProps {
  live: LiveAnswer
  model: string
  /** Something of the answer is there. */
  hasText: boolean
}

/** In the place of the answer, what is done before there is any of it; below it, that nothing more has come for long. */
export function RunningPhase(props: RunningPhaseProps) {
  const { live } = props
  const status = useSyncExternalStore(live.subscribeToStatus, live.status)
  return (
    <>
      <Phase {...props} phase={status.phase} />
      <Silence status={status} />
    </>
  )
}

function Phase({ model, hasText, ...props }: RunningPhaseProps & { phase: GenerationPhase }) {
  const phaseText = usePhaseText()
  const phase = useShownPhase(props.phase)
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

/** Says so when the engine has told nothing for long. Whatever it tells, the status is another one. */
function Silence({ status }: { status: LiveStatus }) {
  const { t } = useTranslation('chat')
  const { number } = useFormats()
  const [silent, setSilent] = useState<LiveStatus | null>(null)
  const { name } = status.phase
  const isEngineAsked = name === 'reading' || name === 'writing'
  useEffect(() => {
    const timer = setTimeout(() => setSilent(status), silenceMs)
    return () => clearTimeout(timer)
  }, [status])
  return (
    <div role="status" className="mt-2 text-sm text-soft empty:hidden">
      {isEngineAsked && silent === status && (
        <p className="flex min-h-7 items-center gap-2">
          <Hourglass size={15} strokeWidth={1.75} aria-hidden="true" className="shrink-0 text-faint" />
          {t('phase.silent', { seconds: number(silenceMs / 1000) })}
        </p>
      )}
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
