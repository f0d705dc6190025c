import { useTranslation } from 'react-i18next'
import { useFormats } from '@renderer/app/text/format.ts'

/** Numbers of an answer with their units, in the present language. */
export function useNumberTexts() {
  const { t } = useTranslation('chat')
  const { number } = useFormats()
  const seconds = (ms: number): string =>
    t('numbers.seconds', { seconds: number(ms / 1000, ms < 995 ? 2 : ms < 9950 ? 1 : 0) })
  return {
    /** 486 tokens */
    tokens: (count: number): string => t('numbers.tokens', { count, shown: number(count) }),
    /** 78 tok/s */
    speed: (perSecond: number): string => t('numbers.speed', { speed: number(perSecond, perSecond < 9.95 ? 1 : 0) }),
    /** 0.09 s */
    seconds,
    /** 3 s: how long something took that nobody measures by */
    wholeSeconds: (ms: number): string => t('numbers.seconds', { seconds: number(ms / 1000, ms < 950 ? 1 : 0) }),
    /** first after 0.09 s */
    firstAfter: (ms: number): string => t('numbers.firstAfter', { time: seconds(ms) }),
  }
}
