import clsx from 'clsx'
import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ForeignApplication, FoundModel } from '@contract/import.ts'
import { adoptModels } from '@renderer/app/add-models.ts'
import { backend } from '@renderer/app/backend.ts'
import { FailurePanel } from '@renderer/app/failure-panel.tsx'
import { failureSentence } from '@renderer/app/failure-text.ts'
import { notifyFailedCall } from '@renderer/app/notify.ts'
import { useModel } from '@renderer/app/state/models.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Button } from '@renderer/ui/button.tsx'
import { EmptyState } from '@renderer/ui/empty-state.tsx'
import { PathText } from '@renderer/ui/path-text.tsx'
import { Spinner } from '@renderer/ui/spinner.tsx'
import { Tag } from '@renderer/ui/tag.tsx'
import { FactLine } from '@renderer/ui/fact-line.tsx'
import { licenseName } from '../facts.ts'
import { byApplication, readFound, usable, useFound } from './found-store.ts'

/** Models that other applications keep on this computer, to be used in place. */
export function FoundTab() {
  const { t } = useTranslation('discover')
  const { list, looking, failure } = useFound()
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="max-w-[68ch] min-w-0 flex-1 text-sm text-pretty text-soft">{t('found.text')}</p>
        <Button size="dense" disabled={looking} onClick={readFound}>
          {looking && list !== null ? <Spinner /> : <RefreshCw aria-hidden="true" />}
          {t('found.again')}
        </Button>
      </div>
      {failure && <FailurePanel title={t('found.failed')} failure={failure} onRetry={readFound} />}
      {list === null && !failure && (
        <p className="appear-late flex items-center justify-center gap-2 py-10 text-sm text-soft">
          <Spinner />
          {t('found.looking')}
        </p>
      )}
      {list?.length === 0 && (
        <div className="rounded-card border border-line bg-raised">
          <EmptyState title={t('found.none')}>
            <p className="max-w-[60ch]">{t('found.noneText')}</p>
          </EmptyState>
        </div>
      )}
      {byApplication(list ?? []).map(([application, models]) => (
        <Group key={application} application={application} models={models} />
      ))}
    </>
  )
}

function Group({ application, models }: { application: ForeignApplication; models: FoundModel[] }) {
  const { t } = useTranslation('discover')
  const rest = usable(models)
  return (
    <section className="mb-6 last:mb-0">
      <div className="mb-2 flex min-h-8 items-center justify-between gap-4">
        <h2 className="font-[550]">
          {application} <span className="ml-1 text-xs font-normal text-faint tabular-nums">{models.length}</span>
        </h2>
        {rest.length > 1 && (
          <Button size="dense" aria-label={t('found.useAllOf', { application })} onClick={() => void adoptModels(rest)}>
            {t('found.useAll')}
          </Button>
        )}
      </div>
      <ul
        aria-label={t('found.list', { application })}
        className="rounded-card border border-line bg-raised *:border-t *:border-line *:first:border-t-0"
      >
        {models.map((model) => (
          <FoundRow key={model.path} model={model} />
        ))}
      </ul>
    </section>
  )
}

function FoundRow({ model }: { model: FoundModel }) {
  const { t } = useTranslation('discover')
  const { t: failures } = useTranslation('failures')
  const facts = useFoundFacts(model)
  const { name, path, modelId, failure } = model
  // Gone from the library, it can be used again, before the next look says so.
  const used = useModel(modelId)
  // The same content may be in the models folder, too, where it is a file of its own.
  const isAdopted = used?.source === 'adopted'
  const action = isAdopted ? 'stop' : used === null && failure === null ? 'use' : null
  const act = {
    use: () => void adoptModels([path]),
    stop: () => used && void backend.models.forget({ modelId: used.id }).catch(notifyFailedCall),
  }
  return (
    <li className="flex items-center gap-4 py-[13px] pr-3 pl-4">
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-0.5">
          <span className="min-w-0 text-[14.5px] font-[550] wrap-anywhere select-text">{name}</span>
          {used && <Tag tone="pine">{t(isAdopted ? 'found.inUse' : 'found.installed')}</Tag>}
        </div>
        <p className="mt-0.5 text-[12.5px] break-words text-soft tabular-nums">
          <FactLine facts={facts} />
        </p>
        {failure ? (
          <p
            className={clsx(
              'mt-0.5 text-[12.5px]',
              failure.code === 'MODEL_NOT_FOR_CHAT' ? 'text-soft' : 'text-rust-text',
            )}
          >
            {failureSentence(failures, failure).title}
          </p>
        ) : (
          <p className="mt-0.5 select-text">
            <PathText path={path} endLength={24} />
          </p>
        )}
      </div>
      {/* One button: whoever pressed it has the focus on it still. */}
      {action && (
        <Button aria-label={t(`found.${action}Of`, { name })} onClick={act[action]}>
          {t(`found.${action}`)}
        </Button>
      )}
    </li>
  )
}

function useFoundFacts({ quantization, sizeBytes, parameters, license, alsoIn }: FoundModel): (string | null)[] {
  const { t } = useTranslation('discover')
  const { t: models } = useTranslation('models')
  const { bytes, compact, list } = useFormats()
  return [
    quantization,
    bytes(sizeBytes),
    parameters === null ? null : models('parameters', { total: compact(parameters) }),
    licenseName(license, models),
    alsoIn.length === 0 ? null : t('found.alsoIn', { applications: list(alsoIn) }),
  ]
}
