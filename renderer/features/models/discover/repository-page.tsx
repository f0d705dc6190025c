import { ArrowLeft, ExternalLink } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { OtherKind } from '@contract/failure.ts'
import type { HubRepository } from '@contract/hub.ts'
import { backend } from '@renderer/app/backend.ts'
import { FailurePanel } from '@renderer/app/failure-panel.tsx'
import { failureSentence } from '@renderer/app/failure-text.ts'
import { PageButton } from '@renderer/app/page-button.tsx'
import { paths } from '@renderer/app/routes.ts'
import { useSettings } from '@renderer/app/state/settings.ts'
import { useAnswer } from '@renderer/app/use-answer.ts'
import { EmptyState } from '@renderer/ui/empty-state.tsx'
import { Spinner } from '@renderer/ui/spinner.tsx'
import { FactLine } from '@renderer/ui/fact-line.tsx'
import { ChoiceTable } from './choice-table.tsx'
import { GatedNote } from './gated-note.tsx'
import { OfflineNote } from './offline-note.tsx'
import { Readme } from './readme.tsx'
import { useRepositoryFacts } from './repository-facts.ts'

/** One repository of the hub: what it is, which of its files suits this computer, what its publisher says of it. */
export function RepositoryPage({ id }: { id: string }) {
  const { t } = useTranslation('discover')
  const offline = useSettings(({ settings }) => settings.offline)
  const { status, answer, failure, again } = useAnswer(offline ? null : id, (signal) =>
    backend.hub.repository({ repository: id }, { signal }),
  )
  const [owner, name] = id.split('/')
  return (
    <>
      <a
        href={`#${paths.discover}`}
        draggable={false}
        className="-ml-1.5 inline-flex h-7 items-center gap-1.5 rounded-sm px-1.5 text-sm text-soft hover:bg-hover hover:text-text"
      >
        <ArrowLeft size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('repository.back')}
      </a>
      <h2 className="mt-1.5 text-xl font-semibold tracking-[-0.01em] break-words select-text">
        <span className="font-normal text-soft">{owner}/</span>
        {name}
      </h2>
      {offline && (
        <div className="mt-4">
          <OfflineNote />
        </div>
      )}
      {!offline && status === 'asking' && (
        <p role="status" className="appear-late flex items-center gap-2 py-8 text-sm text-soft">
          <Spinner />
          {t('repository.opening')}
        </p>
      )}
      {status === 'failed' && (
        <div className="mt-4">
          <FailurePanel title={t('repository.failed')} failure={failure} onRetry={again} />
        </div>
      )}
      {status === 'answered' && <Opened repository={answer} />}
    </>
  )
}

function Opened({ repository }: { repository: HubRepository }) {
  const { t } = useTranslation('discover')
  const facts = useRepositoryFacts(repository)
  const { id, choices, gated, hasReadme, otherKind, pageUrl } = repository
  return (
    <>
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft tabular-nums">
        <p className="min-w-0">
          <FactLine facts={facts} />
        </p>
        {/* The note below leads there, too. */}
        {!gated && (
          <PageButton variant="quiet" size="dense" className="-ml-2.5" pageUrl={pageUrl}>
            <ExternalLink aria-hidden="true" />
            {t('repository.openPage')}
          </PageButton>
        )}
      </div>
      {otherKind !== null && <NotForChatNote id={id} kind={otherKind} />}
      {gated && <GatedNote pageUrl={pageUrl} />}
      {choices.length === 0 ? (
        <div className="mt-5 rounded-card border border-line bg-raised">
          <EmptyState title={t('repository.noChoices')}>
            <p className="max-w-[52ch]">{t('repository.noChoicesText')}</p>
          </EmptyState>
        </div>
      ) : (
        <ChoiceTable repository={repository} />
      )}
      {hasReadme && <Readme repository={repository} />}
    </>
  )
}

/** As the hub has it: the file itself may say otherwise, so that it can be had all the same. */
function NotForChatNote({ id, kind }: { id: string; kind: OtherKind }) {
  const { t } = useTranslation('discover')
  const { t: failures } = useTranslation('failures')
  const { title } = failureSentence(failures, { code: 'MODEL_NOT_FOR_CHAT', data: { path: id, kind } })
  return (
    <p className="mt-4 rounded-card bg-amber-wash px-4 py-3 text-sm">
      <strong className="block font-[550]">{t('repository.notForChat')}</strong>
      <span className="text-soft">{title}</span>
    </p>
  )
}
