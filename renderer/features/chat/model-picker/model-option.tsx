import { Command } from 'cmdk'
import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Model } from '@contract/model.ts'
import { failureSentence } from '@renderer/app/failure-text.ts'
import { FitWord } from '@renderer/app/fit-word.tsx'
import { isAway } from '@renderer/app/state/models.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Tag } from '@renderer/ui/tag.tsx'

interface ModelOptionProps {
  model: Model
  chosen: boolean
  /** `loaded`: it is in memory and answers at once. */
  memory: 'loaded' | 'loading' | null
  onChoose: () => void
}

/** A model in the picker's list. One that cannot be used says why. */
export function ModelOption({ model, chosen, memory, onChoose }: ModelOptionProps) {
  const { t } = useTranslation('chat')
  const { t: failures } = useTranslation('failures')
  const { bytes } = useFormats()
  const { id, name, source, sizeBytes, quantization, estimate, failure } = model
  const facts = [bytes(sizeBytes), quantization].filter((fact) => fact !== null).join(' · ')
  return (
    <Command.Item
      value={id}
      keywords={[name, quantization ?? '']}
      disabled={failure !== null}
      onSelect={onChoose}
      className="grid grid-cols-[16px_1fr] items-start gap-x-2.5 rounded-sm px-2.5 py-2 data-[selected=true]:bg-hover"
    >
      <span className="pt-0.5">
        {chosen && (
          <Check size={16} strokeWidth={2} role="img" aria-label={t('model.chosen')} className="text-ember-text" />
        )}
      </span>
      <span className="grid min-w-0 gap-0.5">
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <span className={`min-w-0 font-medium wrap-anywhere ${failure ? 'text-soft' : ''}`}>{name}</span>
          {source === 'built-in' && <Tag>{t('model.builtIn')}</Tag>}
          {memory && <Tag tone="ember">{t(`model.${memory}`)}</Tag>}
        </span>
        <span className="text-xs text-soft tabular-nums">
          {failure ? (
            // Nothing is wrong with a file that is away.
            <span className={isAway(model) ? '' : 'text-rust-text'}>{failureSentence(failures, failure).title}</span>
          ) : (
            <>
              {facts}
              {estimate && (
                <>
                  {' · '}
                  <FitWord fit={estimate.fit} />
                </>
              )}
            </>
          )}
        </span>
      </span>
    </Command.Item>
  )
}
