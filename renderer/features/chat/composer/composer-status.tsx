import { ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { backend } from '@renderer/app/backend.ts'
import { notifyFailedCall } from '@renderer/app/notify.ts'
import { useEngine } from '@renderer/app/state/engine.ts'
import { useSettings } from '@renderer/app/state/settings.ts'
import { useChatModel } from '../thread/choices.ts'
import type { LiveStatus } from '../thread/live-answer.ts'
import { useLiveStatus } from '../thread/use-live.ts'
import { useNumberTexts } from '../use-number-texts.ts'
import { usePhaseText, useShownPhase } from '../use-phase-text.ts'

interface ComposerStatusProps {
  hasText: boolean
  /** The text is sent when the answer has ended. */
  waiting: boolean
  /** Not to be sent by itself after all. */
  onRecall: () => void
}

/** The line under the composer: where all this happens, and what is happening. */
export function ComposerStatus({ hasText, waiting, onRecall }: ComposerStatusProps) {
  const { t } = useTranslation('chat')
  const live = useLiveStatus()
  const offline = useSettings(({ settings }) => settings.offline)
  return (
    <div
      id="composer-status"
      className="mx-auto mt-2 flex min-h-[18px] max-w-[768px] flex-wrap items-center gap-x-3.5 px-4 gap-y-0.5 text-xs text-faint tabular-nums"
    >
      {/* In a place of its own: the numbers that come and grow beside it do not move it. */}
      <span className="mr-auto inline-flex items-center gap-[5px]">
        <ShieldCheck size={13} strokeWidth={1.75} aria-hidden="true" className="text-pine" />
        <span>
          {t('private')}
          {offline && <span className="font-medium text-pine"> · {t('offline')}</span>}
        </span>
      </span>
      {live ? <RunningStatus status={live} brief={hasText} /> : <LoadingStatus />}
      {waiting && (
        <span>
          {t('composer.waits')} <Act onClick={onRecall}>{t('composer.recall')}</Act>
        </span>
      )}
      {live && hasText && !waiting && <span>{t('composer.canWait')}</span>}
    </div>
  )
}

function Act({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="rounded-xs font-medium text-soft underline decoration-line-strong underline-offset-3 hover:text-text"
    >
      {children}
    </button>
  )
}

interface RunningStatusProps {
  status: LiveStatus
  /** Something else is said beside it: all is to fit into one line, so that the composer stays where it is. */
  brief: boolean
}

function RunningStatus({ status: { phase: told, stats }, brief }: RunningStatusProps) {
  const phase = useShownPhase(told)
  const { tokens, speed, firstAfter } = useNumberTexts()
  // What is done before there is any of the answer, stands in the answer's place.
  if (phase.name !== 'writing' || !stats) return null
  const numbers = [
    stats.tokensPerSecond === null ? null : speed(stats.tokensPerSecond),
    tokens(stats.outputTokens),
    brief || stats.timeToFirstTokenMs === null ? null : firstAfter(stats.timeToFirstTokenMs),
  ]
  return <span>{numbers.filter((text) => text !== null).join(' · ')}</span>
}

/** This chat's model is being loaded without an answer of it waiting for that. */
function LoadingStatus() {
  const { t } = useTranslation('chat')
  const phaseText = usePhaseText()
  const engine = useEngine((state) => state.engine)
  const { modelId, name } = useChatModel()
  if (engine.phase !== 'loading' || engine.modelId !== modelId) return null
  return (
    <span className="appear-late">
      {phaseText({ name: 'loading', progress: engine.progress }, name)}{' '}
      <Act onClick={() => void backend.models.unload().catch(notifyFailedCall)}>{t('cancel')}</Act>
    </span>
  )
}
