import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Model } from '@contract/model.ts'
import { useEngine } from '@renderer/app/state/engine.ts'
import { useDefaultModel } from '@renderer/app/state/models.ts'
import { forgetModel, useWaiting } from './model-actions.ts'
import { ModelRow } from './model-row.tsx'
import { useSteadyModels } from './steady-models.ts'

/** All models, a row each. */
export function ModelList({ list }: { list: readonly Model[] }) {
  const { t } = useTranslation('models')
  const engine = useEngine((state) => state.engine)
  const waitingId = useWaiting(({ modelId }) => modelId)
  const defaultId = useDefaultModel()?.id
  const [hovered, setHovered] = useState(false)
  const rows = useRef<HTMLUListElement>(null)
  const shown = useSteadyModels(list, hovered)

  const forget = (model: Model): void => {
    const index = shown.findIndex(({ id }) => id === model.id)
    const neighbour = shown[index + 1] ?? shown[index - 1]
    const row = [...(rows.current?.children ?? [])].find((child) =>
      child.matches(`[data-model="${CSS.escape(neighbour?.id ?? '')}"]`),
    )
    row?.querySelector('button')?.focus()
    void forgetModel(model)
  }

  return (
    <ul
      ref={rows}
      aria-label={t('list')}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      className="rounded-card border border-line bg-raised"
    >
      {shown.map((model) => (
        <ModelRow
          key={model.id}
          model={model}
          engine={engine}
          waitingId={waitingId}
          isDefault={model.id === defaultId}
          onForget={forget}
        />
      ))}
    </ul>
  )
}
