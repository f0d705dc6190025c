import { useTranslation } from 'react-i18next'
import type { GenerationPhase } from '@contract/generation.ts'
import { useFormats } from '@renderer/app/text/format.ts'

/** Says what a running answer is doing. */
export function usePhaseText(): (phase: GenerationPhase, model: string) => string {
  const { t } = useTranslation('chat')
  const { number, percent } = useFormats()
  return (phase, model) => {
    switch (phase.name) {
      case 'queued':
        return t('phase.queued')
      case 'loading':
        return t('phase.loading', { model, progress: percent(phase.progress) })
      case 'reading':
        return phase.totalTokens > 0
          ? t('phase.reading', { done: number(phase.doneTokens), total: number(phase.totalTokens) })
          : t('phase.readingBegins')
      case 'writing':
        return t('phase.writing')
    }
  }
}
