import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EngineState, Model } from '@contract/model.ts'
import { useEngine } from '@renderer/app/state/engine.ts'
import { useDefaultModel } from '@renderer/app/state/models.ts'
import { InSight } from '@renderer/ui/in-sight.tsx'
import { usePointerOver } from '@renderer/ui/pointer-over.ts'
import { useSteady } from '@renderer/ui/use-steady.ts'
import { ChatTemplateDialog } from './chat-template-dialog.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { forgetModel, useWaiting } from './model-actions.ts'
import type { RowAct } from './model-menu.tsx'
import { ModelRow } from './model-row.tsx'
import { steadyModels } from './steady-models.ts'

/** As many rows are put on the page at once; the next ones when the last comes into sight. */
const step = 30

const idle: EngineState = { phase: 'idle' }

/** What the engine does with this model; what it does with others is not looked at again by its row. */
function engineOf(engine: EngineState, modelId: string): EngineState {
  return engine.phase !== 'idle' && engine.modelId === modelId ? engine : idle
}

/** Models, a row each, in the given order. */
export function ModelList({ list }: { list: readonly Model[] }) {
  const { t } = useTranslation('models')
  const engine = useEngine((state) => state.engine)
  const waitingId = useWaiting(({ modelId }) => modelId)
  const defaultId = useDefaultModel()?.id
  const [focused, setFocused] = useState(false)
  const [limit, setLimit] = useState(step)
  const [asked, setAsked] = useState<{ act: 'remove' | 'template'; modelId: string } | null>(null)
  const rows = useRef<HTMLUListElement>(null)
  const hovered = usePointerOver(rows)
  const shown = useSteady(list, hovered || focused || asked !== null, steadyModels)

  /** The row is about to go: its neighbour takes the focus. */
  const leaveRow = useCallback((modelId: string): void => {
    const row = rows.current?.querySelector(`[data-model="${CSS.escape(modelId)}"]`)
    const neighbour = row?.nextElementSibling ?? row?.previousElementSibling
    neighbour?.querySelector('button')?.focus()
  }, [])

  const act = useCallback(
    (model: Model, what: RowAct): void => {
      if (what !== 'forget') return setAsked({ act: what, modelId: model.id })
      leaveRow(model.id)
      void forgetModel(model)
    },
    [leaveRow],
  )

  const askedModel = asked && (list.find(({ id }) => id === asked.modelId) ?? null)
  return (
    <>
      <div
        role="presentation"
        // A row's menu is not in the list on the page, but it is among the components: its focus counts.
        onFocus={() => setFocused(true)}
        onBlur={({ currentTarget, relatedTarget }) => setFocused(currentTarget.contains(relatedTarget))}
      >
        <ul ref={rows} aria-label={t('list')} className="rounded-card border border-line bg-raised">
          {shown.slice(0, limit).map((model, index) => (
            <ModelRow
              key={model.id}
              position={index + 1}
              total={shown.length}
              model={model}
              engine={engineOf(engine, model.id)}
              waiting={waitingId === model.id}
              isDefault={model.id === defaultId}
              onAct={act}
            />
          ))}
        </ul>
      </div>
      {shown.length > limit && <InSight key={limit} onSeen={() => setLimit(limit + step)} />}
      {askedModel && asked?.act === 'template' && (
        <ChatTemplateDialog model={askedModel} onClose={() => setAsked(null)} />
      )}
      {askedModel && asked?.act === 'remove' && (
        <DeleteDialog
          model={askedModel}
          loaded={engine.phase !== 'idle' && engine.phase !== 'failed' && engine.modelId === askedModel.id}
          onClose={() => setAsked(null)}
          onDelete={() => leaveRow(askedModel.id)}
        />
      )}
    </>
  )
}
