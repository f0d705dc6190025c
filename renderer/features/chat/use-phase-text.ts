import { useTranslation } from 'react-i18next'
import type { GenerationPhase } from '@contract/generation.ts'
import { useEngine } from '@renderer/app/state/engine.ts'
import { useModel } from '@renderer/app/state/models.ts'
import { useFormats } from '@renderer/app/text/format.ts'

/** The phase of a running answer with the loading as far as the picker shows it: the answer's own is told later. */
export function useShownPhase(phase: GenerationPhase): GenerationPhase {
  const progress = useEngine(({ engine }) => (engine.phase === 'loading' ? engine.progress : null))
  return phase.name === 'loading' && progress !== null ? { ...phase, progress } : phase
}

/** Says what a running answer is doing. What is loaded first may be another model than its own, which somebody chose. */
export function usePhaseText(): (phase: GenerationPhase, model: string) => string {
  const { t } = useTranslation('chat')
  const { number, percent } = useFormats()
  const loading = useModel(useEngine(({ engine }) => (engine.phase === 'loading' ? engine.modelId : null)))
  return (phase, model) => {
    switch (phase.name) {
      case 'queued':
        return t('phase.queued')
      case 'loading':
        return t('phase.loading', { model: loading?.name ?? model, progress: percent(phase.progress) })
      case 'reading':
        return phase.totalTokens > 0
          ? t('phase.reading', { done: number(phase.doneTokens), total: number(phase.totalTokens) })
          : t('phase.readingBegins')
      case 'writing':
        return t('phase.writing')
    }
  }
}
