import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { modelKindSchema, type CuratedModel, type ModelKind } from '@contract/hub.ts'
import { backend } from '@renderer/app/backend.ts'
import { FailurePanel } from '@renderer/app/failure-panel.tsx'
import { paths } from '@renderer/app/routes.ts'
import { useModels } from '@renderer/app/state/models.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { useAnswer } from '@renderer/app/use-answer.ts'
import { SegmentedControl } from '@renderer/ui/segmented-control.tsx'
import { Tag } from '@renderer/ui/tag.tsx'
import { FactLine } from '@renderer/ui/fact-line.tsx'
import { licenseName } from '../facts.ts'
import { MemoryBar } from '../memory-bar.tsx'
import { Speed } from '../speed.tsx'
import { DownloadTrouble } from './download-trouble.tsx'
import { GetControl, useInstalledId } from './get-control.tsx'

const allKinds = 'all'
const kinds = [allKinds, ...modelKindSchema.options] as const

/** Which of the starting list are shown for a kind; null: all. */
export function ofKind(list: readonly CuratedModel[], kind: ModelKind | null): readonly CuratedModel[] {
  return kind === null ? list : list.filter((model) => model.kinds.includes(kind))
}

/** The list that ships with Hearth: where to begin, without asking anybody. */
export function CuratedList() {
  const { t } = useTranslation('discover')
  const [kind, setKind] = useState<ModelKind | null>(null)
  const libraryLoaded = useModels(({ loaded }) => loaded)
  const { status, answer, failure, again } = useAnswer(`${libraryLoaded}`, (signal) =>
    backend.hub.curated(undefined, { signal }),
  )
  const shown = ofKind(answer ?? [], kind)
  return (
    <section aria-label={t('curated.title')}>
      <div className="mb-3 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="text-lg font-[550]">{t('curated.title')}</h2>
          <p className="max-w-[64ch] text-sm text-pretty text-soft">{t('curated.text')}</p>
        </div>
        <SegmentedControl
          label={t('curated.kinds')}
          value={kind ?? allKinds}
          options={kinds.map((value) => ({ value, label: t(`curated.${value}`) }))}
          onChange={(chosen) => setKind(chosen === allKinds ? null : chosen)}
        />
      </div>
      {status === 'failed' && <FailurePanel title={t('curated.failed')} failure={failure} onRetry={again} />}
      {shown.length > 0 && (
        <ul
          aria-label={t('curated.list')}
          className="rounded-card border border-line bg-raised *:border-t *:border-line *:first:border-t-0"
        >
          {shown.map((model) => (
            <CuratedRow key={`${model.repository}/${model.file}`} model={model} />
          ))}
        </ul>
      )}
      {status === 'answered' && shown.length === 0 && <p className="text-sm text-soft">{t('curated.none')}</p>}
    </section>
  )
}

function CuratedRow({ model }: { model: CuratedModel }) {
  const { t, i18n } = useTranslation('discover')
  const { t: models } = useTranslation('models')
  const { bytes, list } = useFormats()
  const { name, repository, file, quantization, sizeBytes, license, estimate, tokensPerSecond } = model
  const installed = useInstalledId(repository, file, model.modelId) !== null
  const facts = [
    list(model.kinds.map((kind) => t(`curated.${kind}`))),
    quantization,
    bytes(sizeBytes),
    licenseName(license, models),
  ]
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2.5 py-[13px] pr-3 pl-4 @min-[700px]:grid-cols-[minmax(0,1fr)_180px_108px_120px]">
      <div className="min-w-0">
        <div className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-0.5">
          <a
            href={`#${paths.repository(repository)}`}
            draggable={false}
            aria-label={t('more', { name })}
            className="max-w-full min-w-0 truncate rounded-xs text-[14.5px] font-[550] decoration-line-strong underline-offset-4 hover:underline"
          >
            {name}
          </a>
          {installed && <Tag tone="pine">{t('installed')}</Tag>}
        </div>
        <p className="mt-0.5 max-w-[60ch] text-sm text-pretty">
          {i18n.language === 'zh-CN' ? model.sentence['zh-CN'] : model.sentence.en}
        </p>
        <p className="mt-0.5 text-[12.5px] text-soft tabular-nums">
          <FactLine facts={facts} />
        </p>
        <DownloadTrouble repository={repository} file={file} />
      </div>
      <div className="order-last min-w-0 @min-[700px]:order-none">
        <MemoryBar name={name} estimate={estimate} />
      </div>
      <div className="order-last text-right text-sm @min-[700px]:order-none @min-[700px]:text-left">
        {tokensPerSecond !== null && estimate.fit !== 'will-not-fit' && (
          <Speed tokensPerSecond={tokensPerSecond} measured={false} />
        )}
      </div>
      <div className="flex justify-end">
        <GetControl repository={repository} file={file} name={name} modelId={model.modelId} fit={estimate.fit} />
      </div>
    </li>
  )
}
