import { useTranslation } from 'react-i18next'
import { limits } from '@contract/limits.ts'
import { wholeMemory, type MemoryEstimate, type Model } from '@contract/model.ts'
import { FitWord } from '@renderer/app/fit-word.tsx'
import { updateSettings, useSettings } from '@renderer/app/state/settings.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { NumberField } from '@renderer/ui/number-field.tsx'
import { SegmentedControl } from '@renderer/ui/segmented-control.tsx'
import { SettingRow } from '@renderer/ui/setting-row.tsx'
import { Tag } from '@renderer/ui/tag.tsx'
import { contextSizes, pagesOf } from './context-sizes.ts'
import { useEstimate } from './use-estimate.ts'

const automaticChoice = 'automatic'

/** How many tokens a model sees at once, and what that costs with the default model. */
export function ContextSetting({ model }: { model: Model | null }) {
  const { t } = useTranslation('settings')
  const formats = useFormats()
  const chosen = useSettings(({ settings }) => settings.contextSize)
  const estimate = useEstimate(model?.id ?? null, chosen)
  const automatic = useEstimate(model?.id ?? null, null)?.contextSize ?? null
  const name = t('context.name')
  const tokens = chosen ?? automatic
  const trainedFor = model?.contextLength ?? null
  return (
    <SettingRow
      name={name}
      wide
      badge={
        chosen === null &&
        automatic !== null && <Tag tone="pine">{t('automaticIs', { value: formats.number(automatic) })}</Tag>
      }
      description={formats.sentences(
        t('context.description'),
        tokens !== null && t('context.pages', { tokens, pages: pagesOf(tokens) }),
      )}
      reset={
        chosen === null
          ? null
          : { label: t('reset', { name }), onReset: () => void updateSettings({ contextSize: null }) }
      }
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <SegmentedControl
          label={name}
          value={chosen === null ? automaticChoice : String(chosen)}
          options={[
            { value: automaticChoice, label: t('automatic') },
            ...contextSizes(trainedFor).map((size) => ({ value: String(size), label: formats.context(size) })),
          ]}
          onChange={(choice) =>
            void updateSettings({ contextSize: choice === automaticChoice ? null : Number(choice) })
          }
        />
        <span className="flex items-center gap-2">
          <NumberField
            label={t('context.exact')}
            value={chosen}
            {...limits.contextSize}
            placeholder={t('automatic')}
            onChange={(contextSize) => void updateSettings({ contextSize })}
          />
          <span className="text-sm text-soft">{t('context.tokens')}</span>
        </span>
      </div>
      {model && estimate && <Cost model={model} estimate={estimate} />}
      {model && chosen !== null && trainedFor !== null && chosen > trainedFor && (
        <p className="mt-1 max-w-[64ch] text-sm text-amber-text">
          {t('context.tooLong', { model: model.name, tokens: trainedFor })}
        </p>
      )}
    </SettingRow>
  )
}

function Cost({ model, estimate }: { model: Model; estimate: MemoryEstimate }) {
  const { t } = useTranslation('settings')
  const { sentenceGap } = useFormats()
  return (
    <p className="mt-2 max-w-[64ch] text-sm text-soft tabular-nums">
      {t('context.cost', {
        model: model.name,
        cache: estimate.contextBytes,
        total: estimate.totalBytes,
        computer: wholeMemory(estimate),
      })}
      {sentenceGap}
      <FitWord fit={estimate.fit} />
    </p>
  )
}
