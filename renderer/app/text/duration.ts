import type { TFunction } from 'i18next'

const minute = 60
const hour = 3600

/** A duration as people say it of something that lasts: no finer than it can be foretold. */
export function durationText(seconds: number, t: TFunction<'downloads'>): string {
  if (seconds < 10) return t('duration.seconds', { seconds: Math.max(1, Math.round(seconds)) })
  const rounded = seconds < 10 * minute ? Math.round(seconds / 10) * 10 : Math.round(seconds / minute) * minute
  if (rounded < minute) return t('duration.seconds', { seconds: rounded })
  const minutes = Math.floor(rounded / minute)
  const rest = rounded % minute
  if (rounded < hour)
    return rest === 0 ? t('duration.minutes', { minutes }) : t('duration.minutesSeconds', { minutes, seconds: rest })
  return t('duration.hours', { hours: Math.floor(rounded / hour), minutes: minutes % 60 })
}
