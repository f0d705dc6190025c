import { Plus } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { runCommand } from '@renderer/app/commands.ts'
import { PageTitle, PageView } from '@renderer/app/page-view.tsx'
import { paths } from '@renderer/app/routes.ts'
import { useAbout } from '@renderer/app/state/about.ts'
import { useEngine } from '@renderer/app/state/engine.ts'
import { readModels, useModels } from '@renderer/app/state/models.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Button } from '@renderer/ui/button.tsx'
import { totalsOf } from './facts.ts'
import { ModelList } from './model-list.tsx'

/** All models on this computer, and what can be done with each. */
export function ModelsView() {
  const { t } = useTranslation('models')
  const { list, loaded } = useModels()
  const about = useAbout()
  const memoryBytes = about?.memoryBytes ?? null
  useEffect(() => void readModels(), []) // what is free now may have changed
  return (
    <PageView>
      <div className="mx-auto max-w-[900px]">
        <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div className="min-w-0">
            <PageTitle>{t('title')}</PageTitle>
            <p className="min-h-[1.45em] text-[14.5px] text-soft">
              {loaded && <Summary count={list.length} bytes={totalsOf(list).bytes} memoryBytes={memoryBytes} />}
            </p>
          </div>
          <Button onClick={() => runCommand('add-model')}>
            <Plus aria-hidden="true" />
            {t('add')}
          </Button>
        </div>
        {list.length > 0 && <ModelList list={list} />}
        {loaded && list.every(({ source }) => source === 'built-in') && <NextStep memoryBytes={memoryBytes} />}
        {about && <FolderLine folder={about.modelsFolder} />}
      </div>
      <Announcement />
    </PageView>
  )
}

interface SummaryProps {
  count: number
  bytes: number
  /** This computer's; null: not known yet. */
  memoryBytes: number | null
}

function Summary({ count, bytes, memoryBytes }: SummaryProps) {
  const { t } = useTranslation('models')
  const { sentences } = useFormats()
  return sentences(
    count === 1 ? t('summary.one', { bytes }) : t('summary.many', { total: count, bytes }),
    memoryBytes !== null && t('summary.memory', { bytes: memoryBytes }),
  )
}

/** There is nothing but what came with Hearth: where better models come from, and how they get here. */
function NextStep({ memoryBytes }: { memoryBytes: number | null }) {
  const { t } = useTranslation('models')
  return (
    <section className="mt-6 rounded-card border border-dashed border-line-strong px-6 py-7">
      <h2 className="mb-1 text-lg font-[550]">{t('nextStep.title')}</h2>
      <p className="max-w-[68ch] text-soft">{t('nextStep.text')}</p>
      {memoryBytes !== null && (
        <p className="mt-2 max-w-[68ch] text-soft">
          {t('nextStep.size', { memory: memoryBytes, size: memoryBytes / 2 })}
        </p>
      )}
    </section>
  )
}

/** Where models are looked for. */
function FolderLine({ folder }: { folder: string }) {
  const { t } = useTranslation('models')
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-1 px-1 text-sm text-soft">
      <p className="min-w-0 break-words">
        {t('folder.name')} <span className="font-mono text-xs break-all select-text">{folder}</span>
      </p>
      <div className="flex gap-1">
        <Button
          variant="quiet"
          size="dense"
          aria-label={t('folder.openLabel')}
          onClick={() => void window.hearth.revealFile(folder)}
        >
          {t('folder.open')}
        </Button>
        <a
          href={`#${paths.settings('models')}`}
          aria-label={t('folder.changeLabel')}
          className="inline-flex h-7 items-center rounded-md px-2.5 font-medium hover:bg-hover hover:text-text"
        >
          {t('folder.change')}
        </a>
      </div>
    </div>
  )
}

/** Says the loading's turns to those who do not see it. */
function Announcement() {
  const { t } = useTranslation('models')
  const engine = useEngine((state) => state.engine)
  const name = useModels(({ list }) =>
    engine.phase === 'idle' ? '' : list.find(({ id }) => id === engine.modelId)?.name,
  )
  return (
    <p role="status" className="sr-only">
      {engine.phase !== 'idle' && name && t(`announce.${engine.phase}`, { name })}
    </p>
  )
}
