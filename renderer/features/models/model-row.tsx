import clsx from 'clsx'
import { memo, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '@contract/failure.ts'
import { limits } from '@contract/limits.ts'
import type { EngineState, Model } from '@contract/model.ts'
import { chatWith } from '@renderer/app/chat-with.ts'
import { failureSentence } from '@renderer/app/failure-text.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { useLanguageName } from '@renderer/app/text/language-name.ts'
import { Button } from '@renderer/ui/button.tsx'
import { ProgressBar } from '@renderer/ui/progress-bar.tsx'
import { RenameField } from '@renderer/ui/rename-field.tsx'
import { Spinner } from '@renderer/ui/spinner.tsx'
import { Tag } from '@renderer/ui/tag.tsx'
import { FactLine } from '@renderer/ui/fact-line.tsx'
import { builtInNote, factsOf } from './facts.ts'
import { MemoryBar } from './memory-bar.tsx'
import { loadModel, renameModel, unloadModel } from './model-actions.ts'
import { ModelDetails } from './model-details.tsx'
import { ModelMenu, type RowAct } from './model-menu.tsx'
import { mainActionOf, rowStateOf, type MainAction, type RowState } from './row-state.ts'
import { Speed } from './speed.tsx'

interface ModelRowProps {
  model: Model
  /** What the engine does with this model. */
  engine: EngineState
  /** Chosen to be loaded, see `useWaiting`. */
  waiting: boolean
  isDefault: boolean
  /** Place in the list, from 1, and the list's length: not all rows are on the page. */
  position: number
  total: number
  onAct: (model: Model, act: RowAct) => void
}

/** One model: what it is, whether it fits, and what can be done with it. */
export const ModelRow = memo(function ModelRow(props: ModelRowProps) {
  const { model, engine, waiting, isDefault, position, total, onAct } = props
  const { t } = useTranslation('models')
  const formats = useFormats()
  const languageName = useLanguageName()
  const detailsId = useId()
  const [detailsShown, setDetailsShown] = useState(false)
  const [renaming, setRenaming] = useState(false)
  const nameButton = useRef<HTMLButtonElement>(null)
  const toggleDetails = (): void => setDetailsShown(!detailsShown)
  const state = rowStateOf(model, engine, waiting ? model.id : null)
  const action = mainActionOf(state)
  // Of a loaded one, too: its file may have gone away since.
  const failure = state.kind === 'failed' ? state.failure : model.failure

  const act: Record<MainAction, () => void> = {
    chat: () => chatWith(model.id),
    load: () => void loadModel(model),
    unload: () => void unloadModel(),
    cancel: () => void unloadModel(),
    details: toggleDetails,
  }

  const onRenamed = (name: string | null, byKey: boolean): void => {
    setRenaming(false)
    if (name !== null) void renameModel(model, name)
    if (byKey) requestAnimationFrame(() => nameButton.current?.focus())
  }

  return (
    <li
      data-model={model.id}
      aria-posinset={position}
      aria-setsize={total}
      className={clsx(
        'grid items-center gap-x-4 gap-y-2.5 border-t border-line py-[13px] pr-3 pl-4 first:border-t-0',
        'grid-cols-[minmax(0,1fr)_auto] @min-[700px]:grid-cols-[minmax(0,1fr)_180px_108px_120px]',
        !detailsShown && '[contain-intrinsic-size:auto_69px] [content-visibility:auto]',
      )}
    >
      <div className="min-w-0">
        <div className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-0.5">
          {renaming ? (
            <RenameField
              label={t('rename')}
              title={model.name}
              maxLength={limits.modelName}
              onDone={onRenamed}
              className="-my-0.5 -ml-[11px] field-sizing-content h-[25px] max-w-full min-w-24 border border-line-strong text-[14.5px] font-[550]"
            />
          ) : (
            <button
              ref={nameButton}
              type="button"
              aria-expanded={detailsShown}
              aria-controls={detailsShown ? detailsId : undefined}
              aria-label={t('nameButton', { name: model.name })}
              onClick={toggleDetails}
              className="max-w-full min-w-0 rounded-xs text-left text-[14.5px] font-[550] wrap-anywhere decoration-line-strong underline-offset-4 select-text hover:underline"
            >
              {model.name}
            </button>
          )}
          {state.kind === 'loaded' && <Tag tone="ember">{t('tags.loaded')}</Tag>}
          {isDefault && <Tag>{t('tags.default')}</Tag>}
          {model.source === 'built-in' && <Tag>{t('tags.builtIn')}</Tag>}
          {model.source === 'added' && <Tag>{t('tags.added')}</Tag>}
          {model.application !== null && <Tag>{model.application}</Tag>}
          {model.chatFormat === 'standard' && <Tag>{t('tags.standardFormat')}</Tag>}
          {model.chatTemplate === 'changed' && <Tag tone="amber">{t('tags.changedTemplate')}</Tag>}
        </div>
        <p className="mt-0.5 text-[12.5px] break-words text-soft tabular-nums">
          <FactLine facts={factsOf(model, t, formats)} />
        </p>
        {model.source === 'built-in' && (
          <p className="mt-0.5 max-w-[62ch] text-[12.5px] text-pretty text-soft">
            {builtInNote(model, t, formats, languageName)}
          </p>
        )}
        {failure && <FailureLine failure={failure} calm={isCalm(failure)} />}
      </div>
      <div className="order-last min-w-0 @min-[700px]:order-none">
        <RowMeter model={model} state={state} />
      </div>
      <div className="order-last text-right text-sm @min-[700px]:order-none @min-[700px]:text-left">
        {state.kind !== 'broken' && state.kind !== 'too-large' && model.speed && <Speed {...model.speed} />}
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
          onRename={() => setRenaming(true)}
          onAct={(what) => onAct(model, what)}
        />
      </div>
      {detailsShown && (
        <div className="order-last col-span-full min-w-0">
          <ModelDetails
            id={detailsId}
            model={model}
            failure={failure}
            loaded={engine.phase === 'ready' ? engine.loaded : null}
            onTemplate={() => onAct(model, 'template')}
          />
        </div>
      )}
    </li>
  )
})

/** Nothing is wrong with the file: it is away, or for something else. */
function isCalm({ code }: Failure): boolean {
  return code === 'MODEL_FILE_MISSING' || code === 'MODEL_NOT_FOR_CHAT'
}

function FailureLine({ failure, calm }: { failure: Failure; calm: boolean }) {
  const { t } = useTranslation('failures')
  return (
    <p className={clsx('mt-0.5 text-[12.5px] text-pretty select-text', calm ? 'text-soft' : 'text-rust-text')}>
      {failureSentence(t, failure).title}
    </p>
  )
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
  if (state.kind === 'broken') {
    const { code } = state.failure
    return (
      <p className={clsx('text-[12.5px] font-[550]', isCalm(state.failure) ? 'text-soft' : 'text-rust-text')}>
        {t(code === 'MODEL_FILE_MISSING' ? 'unavailable' : code === 'MODEL_NOT_FOR_CHAT' ? 'notForChat' : 'notUsable')}
      </p>
    )
  }
  return model.estimate && <MemoryBar name={model.name} estimate={model.estimate} />
}
