import clsx from 'clsx'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '@contract/failure.ts'
import type { EngineState, Model } from '@contract/model.ts'
import { failureSentence } from '@renderer/app/failure-text.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { useLanguageName } from '@renderer/app/text/language-name.ts'
import { Button } from '@renderer/ui/button.tsx'
import { ProgressBar } from '@renderer/ui/progress-bar.tsx'
import { Spinner } from '@renderer/ui/spinner.tsx'
import { Tag } from '@renderer/ui/tag.tsx'
import { builtInNote, factsOf } from './facts.ts'
import { MemoryBar } from './memory-bar.tsx'
import { chatWith, loadModel, unloadModel } from './model-actions.ts'
import { ModelDetails } from './model-details.tsx'
import { ModelMenu } from './model-menu.tsx'
import { mainActionOf, rowStateOf, type MainAction, type RowState } from './row-state.ts'

interface ModelRowProps {
  model: Model
  engine: EngineState
  /** Chosen to be loaded, see `useWaiting`. */
  waitingId: string | null
  isDefault: boolean
  onForget: (model: Model) => void
}

/** One model: what it is, whether it fits, and what can be done with it. */
export function ModelRow({ model, engine, waitingId, isDefault, onForget }: ModelRowProps) {
  const { t } = useTranslation('models')
  const formats = useFormats()
  const languageName = useLanguageName()
  const detailsId = useId()
  const [detailsShown, setDetailsShown] = useState(false)
  const toggleDetails = (): void => setDetailsShown(!detailsShown)
  const state = rowStateOf(model, engine, waitingId)
  const action = mainActionOf(state)
  const failure = state.kind === 'broken' || state.kind === 'failed' ? state.failure : null

  const act: Record<MainAction, () => void> = {
    chat: () => chatWith(model),
    load: () => void loadModel(model),
    unload: () => void unloadModel(),
    cancel: () => void unloadModel(),
    details: toggleDetails,
  }

  return (
    <li
      data-model={model.id}
      className={clsx(
        'grid items-center gap-x-5 gap-y-2.5 border-t border-line py-[13px] pr-3 pl-4 first:border-t-0',
        'grid-cols-[minmax(0,1fr)_auto] @min-[640px]:grid-cols-[minmax(0,1fr)_190px_124px]',
      )}
    >
      <div className="min-w-0">
        <div className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-0.5">
          <button
            type="button"
            aria-expanded={detailsShown}
            aria-controls={detailsShown ? detailsId : undefined}
            aria-label={t('nameButton', { name: model.name })}
            onClick={toggleDetails}
            className="max-w-full min-w-0 truncate rounded-xs text-left text-[14.5px] font-[550] decoration-line-strong underline-offset-4 select-text hover:underline"
          >
            {model.name}
          </button>
          {state.kind === 'loaded' && <Tag tone="ember">{t('tags.loaded')}</Tag>}
          {isDefault && <Tag>{t('tags.default')}</Tag>}
          {model.source === 'built-in' && <Tag>{t('tags.builtIn')}</Tag>}
          {model.source === 'added' && <Tag>{t('tags.added')}</Tag>}
        </div>
        <p className="mt-0.5 text-[12.5px] text-soft tabular-nums">{factsOf(model, t, formats)}</p>
        {model.source === 'built-in' && (
          <p className="mt-0.5 max-w-[62ch] text-[12.5px] text-soft">{builtInNote(model, t, formats, languageName)}</p>
        )}
        {failure && <FailureLine failure={failure} />}
      </div>
      <div className="order-last col-span-full min-w-0 @min-[640px]:order-none @min-[640px]:col-span-1">
        <RowMeter model={model} state={state} />
      </div>
      <div className="flex items-center justify-end gap-1">
        {action && (
          <Button
            aria-label={t(`action.${action}Of`, { name: model.name })}
            {...(action === 'details' && { 'aria-expanded': detailsShown })}
            onClick={act[action]}
          >
            {t(`action.${action}`)}
          </Button>
        )}
        <ModelMenu
          model={model}
          state={state}
          isDefault={isDefault}
          detailsShown={detailsShown}
          onDetails={toggleDetails}
          onForget={() => onForget(model)}
        />
      </div>
      {detailsShown && (
        <div className="order-last col-span-full min-w-0">
          <ModelDetails
            id={detailsId}
            model={model}
            failure={failure}
            loaded={engine.phase === 'ready' && engine.modelId === model.id ? engine.loaded : null}
          />
        </div>
      )}
    </li>
  )
}

function FailureLine({ failure }: { failure: Failure }) {
  const { t } = useTranslation('failures')
  return <p className="mt-0.5 text-[12.5px] text-rust-text select-text">{failureSentence(t, failure).title}</p>
}

/** In the same place: what it is expected to take, or how far its loading is. */
function RowMeter({ model, state }: { model: Model; state: RowState }) {
  const { t } = useTranslation('models')
  const { percent } = useFormats()
  if (state.kind === 'loading')
    return (
      <div className="text-[12.5px] text-soft tabular-nums">
        <ProgressBar label={t('loadingOf', { name: model.name })} progress={state.progress} />
        <p className="mt-1.5">{t('loading', { percent: percent(state.progress) })}</p>
      </div>
    )
  if (state.kind === 'waiting')
    return (
      <p className="flex items-center gap-2 text-[12.5px] text-soft">
        <Spinner size={14} />
        {t('waiting')}
      </p>
    )
  if (state.kind === 'broken') return <p className="text-[12.5px] font-[550] text-rust-text">{t('notUsable')}</p>
  return model.estimate && <MemoryBar name={model.name} estimate={model.estimate} />
}
