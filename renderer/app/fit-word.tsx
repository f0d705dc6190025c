import { useTranslation } from 'react-i18next'
import type { Fit } from '@contract/model.ts'

const tones: Record<Fit, string> = {
  fits: 'text-pine',
  tight: 'text-amber-text',
  'will-not-fit': 'text-rust-text',
}

/** Whether a model fits this computer's memory, in a word of its colour. */
export function FitWord({ fit }: { fit: Fit }) {
  const { t } = useTranslation('models')
  return <strong className={`font-[550] ${tones[fit]}`}>{t(`fit.${fit}`)}</strong>
}
