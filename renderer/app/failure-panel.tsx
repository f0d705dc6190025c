import { useTranslation } from 'react-i18next'
import type { Failure } from '@contract/failure.ts'
import { Button } from '@renderer/ui/button.tsx'
import { FailureRemedies, seldomPasses } from './failure-remedy.tsx'
import { failureSentence } from './failure-text.ts'
import { useFormats } from './text/format.ts'

interface FailurePanelProps {
  /** What could not be done. */
  title: string
  failure: Failure
  onRetry: () => void
}

/** In the place of what could not be fetched: what happened, what was kept, what to do. */
export function FailurePanel({ title, failure, onRetry }: FailurePanelProps) {
  const { t } = useTranslation()
  const { t: failures } = useTranslation('failures')
  const { sentences } = useFormats()
  const seldom = seldomPasses(failure)
  const { title: happened, next } = failureSentence(failures, failure)
  return (
    <div role="alert" className="rounded-card border border-line bg-raised px-5 py-5">
      <p className="font-[550]">{title}</p>
      <p className="mt-0.5 max-w-[68ch] text-sm text-pretty text-soft select-text">{sentences(happened, next)}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        {seldom && <FailureRemedies failure={failure} />}
        <Button size="dense" variant={seldom ? 'quiet' : 'plain'} onClick={onRetry}>
          {t('tryAgain')}
        </Button>
        {!seldom && <FailureRemedies failure={failure} />}
      </div>
    </div>
  )
}
