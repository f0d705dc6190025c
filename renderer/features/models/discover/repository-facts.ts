import { useTranslation } from 'react-i18next'
import type { HubRepositorySummary } from '@contract/hub.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { licenseName } from '../facts.ts'

/** What the hub's list tells of a repository; null for what it does not. */
export function useRepositoryFacts(summary: HubRepositorySummary): (string | null)[] {
  const { t } = useTranslation('discover')
  const { t: models } = useTranslation('models')
  const { compact, date } = useFormats()
  const { parameters, architecture, license, downloads, likes, updatedAt } = summary
  return [
    parameters === null ? null : models('parameters', { total: compact(parameters) }),
    architecture,
    licenseName(license, models),
    t('search.downloadsOf', { total: compact(downloads) }),
    t('search.likesOf', { total: compact(likes) }),
    updatedAt === null ? null : t('search.updatedAt', { date: date(updatedAt) }),
  ]
}
