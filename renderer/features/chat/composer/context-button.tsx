import { useTranslation } from 'react-i18next'
import { toggleSide } from '@renderer/app/state/layout.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { ProgressRing } from '@renderer/ui/progress-ring.tsx'
import { Tooltip } from '@renderer/ui/tooltip.tsx'
import { useContextUse } from '../thread/context-use.ts'

/** From here on the context is nearly full. */
const nearlyFull = 0.85

/** How much of the context is taken; leads to what takes it. */
export function ContextButton() {
  const { t } = useTranslation('chat')
  const { percent, number } = useFormats()
  const use = useContextUse()
  const share = use && Math.min(1, use.used / use.size)
  const label =
    use && share !== null
      ? t('context.button', { percent: percent(share), used: number(use.used), size: number(use.size) })
      : t('context.buttonUnknown')
  return (
    <Tooltip label={label} side="top">
      <button
        type="button"
        aria-label={label}
        onClick={() => toggleSide('inspector')}
        className="inline-flex h-[30px] items-center gap-[7px] rounded-md px-2 text-sm whitespace-nowrap text-soft tabular-nums hover:bg-hover"
      >
        <ProgressRing
          share={share ?? 0}
          color={share !== null && share >= nearlyFull ? 'var(--amber)' : 'var(--text-soft)'}
        />
        {share !== null && <span className="min-w-[4ch] text-right">{percent(share)}</span>}
      </button>
    </Tooltip>
  )
}
