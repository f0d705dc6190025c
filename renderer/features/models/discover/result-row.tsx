import { ChevronRight } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { HubRepositorySummary } from '@contract/hub.ts'
import { paths } from '@renderer/app/routes.ts'
import { Tag } from '@renderer/ui/tag.tsx'
import { FactLine } from '@renderer/ui/fact-line.tsx'
import { useRepositoryFacts } from './repository-facts.ts'

/** A repository that the hub found; it leads to its page. */
export function ResultRow({ summary }: { summary: HubRepositorySummary }) {
  const { t } = useTranslation('discover')
  const facts = useRepositoryFacts(summary)
  const [owner, name] = summary.id.split('/')
  const aboutId = useId()
  return (
    <li className="relative flex items-center gap-3 py-[13px] pr-3 pl-4 -outline-offset-2 outline-ember first:rounded-t-card last:rounded-b-card hover:bg-hover has-[a:focus-visible]:outline-2">
      <div id={aboutId} className="min-w-0 flex-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-0.5">
          {/* Named by what it leads to alone; all of the row is for clicking. */}
          <a
            href={`#${paths.repository(summary.id)}`}
            draggable={false}
            aria-describedby={aboutId}
            className="min-w-0 text-[14.5px] break-words outline-none after:absolute after:inset-0"
          >
            <span className="text-soft">{owner}/</span>
            <span className="font-[550]">{name}</span>
          </a>
          {summary.otherKind !== null && <Tag>{t(`otherKind.${summary.otherKind}`)}</Tag>}
          {summary.gated && <Tag tone="amber">{t('search.gated')}</Tag>}
        </div>
        <p className="mt-0.5 text-[12.5px] text-soft tabular-nums">
          <FactLine facts={facts} />
        </p>
      </div>
      <ChevronRight size={16} strokeWidth={1.75} aria-hidden="true" className="shrink-0 text-faint" />
    </li>
  )
}
