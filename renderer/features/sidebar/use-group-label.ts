import { useTranslation } from 'react-i18next'
import type { DayGroup } from './day-groups.ts'

/** Names the groups of the list in the present language: Today, …, March, March 2025. */
export function useGroupLabel(): (group: DayGroup) => string {
  const { t, i18n } = useTranslation('sidebar')
  return (group) => {
    if (group.kind !== 'month') return t(`groups.${group.kind}`)
    const thisYear = group.year === new Date().getFullYear()
    return new Date(group.year, group.month).toLocaleDateString(
      i18n.language,
      thisYear ? { month: 'long' } : { month: 'long', year: 'numeric' },
    )
  }
}
