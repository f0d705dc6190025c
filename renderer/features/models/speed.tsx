import { useTranslation } from 'react-i18next'
import { useFormats } from '@renderer/app/text/format.ts'

interface SpeedProps {
  tokensPerSecond: number
  /** Here, with this model; otherwise it is expected. */
  measured: boolean
}

/** How fast a model answers on this computer: 18 tok/s, about 3 tok/s. */
export function Speed({ tokensPerSecond, measured }: SpeedProps) {
  const { t } = useTranslation('models')
  const { number } = useFormats()
  // An expectation is not known to the tenth, but for what is slower than reading.
  const digits = tokensPerSecond < 9.95 && (measured || tokensPerSecond < 2) ? 1 : 0
  return (
    <span className="whitespace-nowrap text-soft tabular-nums">
      {!measured && `${t('speed.aboutWord')} `}
      <strong className="font-[550] text-text">{number(tokensPerSecond, digits)}</strong> {t('speed.unit')}
    </span>
  )
}
