import { useTranslation } from 'react-i18next'
import type { Message } from '@contract/message.ts'
import { useNumberTexts } from '../use-number-texts.ts'

/** The numbers of an answer in one faint line. */
export function AnswerNumbers({ message }: { message: Message }) {
  const { t } = useTranslation('chat')
  const { tokens, speed, firstAfter } = useNumberTexts()
  const measurements = message.run?.measurements
  if (!measurements || measurements.outputTokens === 0) return null
  const { outputTokens, tokensPerSecond, timeToFirstTokenMs } = measurements
  const numbers = [
    tokens(outputTokens),
    tokensPerSecond === null ? null : speed(tokensPerSecond),
    timeToFirstTokenMs === null ? null : firstAfter(timeToFirstTokenMs),
  ].filter((text) => text !== null)
  return (
    <span role="note" aria-label={t('numbers.label')} className="ml-2.5 tabular-nums">
      {numbers.join(' · ')}
    </span>
  )
}
