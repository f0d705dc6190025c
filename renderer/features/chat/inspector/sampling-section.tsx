import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SamplingOverrides } from '@contract/sampling.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { NumberField } from '@renderer/ui/number-field.tsx'
import { SliderField } from '@renderer/ui/slider-field.tsx'
import { changeChat } from '../thread/actions.ts'
import { useAutomatic, useChoices } from '../thread/choices.ts'
import { Section } from './section.tsx'

/** The sliders; the contract's ranges, as far as they make sense by hand. */
const sliders = [
  { key: 'temperature', min: 0, max: 2, step: 0.05, digits: 2 },
  { key: 'topP', min: 0, max: 1, step: 0.01, digits: 2 },
  { key: 'topK', min: 0, max: 200, step: 1, digits: 0 },
  { key: 'minP', min: 0, max: 0.5, step: 0.01, digits: 2 },
  { key: 'repeatPenalty', min: 1, max: 2, step: 0.01, digits: 2 },
] as const
const fields = [
  { key: 'seed', min: 0, max: 4_294_967_295 },
  { key: 'maxTokens', min: 1, max: 1_000_000 },
] as const
type Key = (typeof sliders)[number]['key'] | (typeof fields)[number]['key']

/** How the next token is chosen in this chat. What is not set here is automatic. */
export function SamplingSection() {
  const { t } = useTranslation('chat')
  const { number } = useFormats()
  const { sampling } = useChoices()
  const automatic = useAutomatic().sampling

  const change = (key: Key, value: number | null): void => {
    const { [key]: _before, ...others } = sampling
    const changed: SamplingOverrides = value === null ? others : { ...others, [key]: value }
    void changeChat({ sampling: changed })
  }
  const reset = (key: Key): string => t('inspector.sampling.reset', { name: t(`inspector.sampling.${key}`) })

  return (
    <Section title={t('inspector.sampling.title')}>
      <div className="grid gap-2.5">
        {sliders.map(({ key, min, max, step, digits }) => (
          <SliderField
            key={key}
            label={t(`inspector.sampling.${key}`)}
            description={<span className="text-xs">{t(`inspector.sampling.${key}Text`)}</span>}
            value={sampling[key] ?? null}
            automatic={automatic[key]}
            min={min}
            max={max}
            step={step}
            format={(value) => number(value, digits)}
            resetLabel={reset(key)}
            onChange={(value) => change(key, value)}
          />
        ))}
        {fields.map(({ key, min, max }) => (
          <div key={key}>
            <div className="flex min-h-8 items-center gap-1">
              <span className="flex-1 font-medium">{t(`inspector.sampling.${key}`)}</span>
              {sampling[key] !== undefined && (
                <IconButton icon={RotateCcw} label={reset(key)} size="small" onClick={() => change(key, null)} />
              )}
              <NumberField
                label={t(`inspector.sampling.${key}`)}
                value={sampling[key] ?? null}
                min={min}
                max={max}
                placeholder={automaticText(automatic[key], number, t(`inspector.sampling.${key}Automatic`))}
                onChange={(value) => change(key, value)}
              />
            </div>
            <p className="mt-0.5 text-xs text-soft">{t(`inspector.sampling.${key}Text`)}</p>
          </div>
        ))}
      </div>
    </Section>
  )
}

function automaticText(value: number | null, number: (value: number) => string, none: string): string {
  return value === null ? none : number(value)
}
