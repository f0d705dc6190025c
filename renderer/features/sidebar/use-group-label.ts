import { useTranslation } from 'react-i18next'
import type { DayGroup } from './day-groups.ts'

/** Names the groups of the list in the present language: Today, …, March, March 2025. */
export function useGroupLabel(): (group: DayGroup) => string {
  const { t, i18n } = useTranslation('sidebar')
  return (group) =>
    group.kind === 'month' ? monthName(group, new Date().getFullYear(), i18n.language) : t(`groups.${group.kind}`)
}

/** A month, with its year unless that is `thisYear`. `month` from 0. */
export function monthName(
  { month, year }: { month: number; year: number },
  thisYear: number,
  language: string,
): string {
  const isChinese = language.startsWith('zh')
  const name = new Date(year, month).toLocaleDateString(
    language,
    year === thisYear ? { month: isChinese ? 'numeric' : 'long' } : { month: 'long', year: 'numeric' },
  )
  // As all texts have it: a space between digits and Chinese.
  return name.replaceAll(/(?<=\d)(?=\p{Script=Han})|(?<=\p{Script=Han})(?=\d)/gu, ' ')
}
