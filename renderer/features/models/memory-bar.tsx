import { useTranslation } from 'react-i18next'
import type { Fit, MemoryEstimate } from '@contract/model.ts'
import { FitWord } from '@renderer/app/fit-word.tsx'
import { useFormats } from '@renderer/app/text/format.ts'
import { Meter } from '@renderer/ui/meter.tsx'
import { memoryShare } from './memory-share.ts'

const colors: Record<Fit, string> = { fits: 'var(--pine)', tight: 'var(--amber)', 'will-not-fit': 'var(--rust)' }

/** What a model would take of this computer's memory, as a bar of weights, context and computing, and a word. */
export function MemoryBar({ name, estimate }: { name: string; estimate: MemoryEstimate }) {
  const { t } = useTranslation('models')
  const formats = useFormats()
  const { fit, totalBytes } = estimate
  const color = colors[fit]
  const { wholeBytes, text, onCards } = memoryShare(estimate, t, formats)
  return (
    <div className="text-[12.5px] text-soft tabular-nums">
      <Meter
        label={t('memoryOf', { name })}
        value={totalBytes}
        max={wholeBytes}
        valueText={formats.list([t(`fit.${fit}`), text, onCards].filter((words) => words !== null))}
        height={6}
        parts={[
          { name: 'weights', amount: estimate.weightsBytes, color },
          { name: 'context', amount: estimate.contextBytes, color, opacity: 0.5 },
          { name: 'compute', amount: estimate.computeBytes, color, opacity: 0.3 },
        ]}
      />
      <p className="mt-1.5">
        <FitWord fit={fit} /> · {text}
      </p>
      {onCards !== null && <p>{onCards}</p>}
    </div>
  )
}
