import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Sampling } from '@contract/sampling.ts'
import { samplingFields, samplingSliders, withChoice } from '@renderer/app/sampling-controls.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { NumberField } from '@renderer/ui/number-field.tsx'
import { SliderField } from '@renderer/ui/slider-field.tsx'
import { changeChat } from '../thread/actions.ts'
import { useAutomatic, useChoices } from '../thread/choices.ts'
import { Section } from './section.tsx'

/** How the next token is chosen in this chat. What is not set here is automatic. */
export function SamplingSection() {
  const { t } = useTranslation(['chat', 'common'])
  const { number } = useFormats()
  const { sampling } = useChoices()
  const automatic = useAutomatic().sampling

  const change = (name: keyof Sampling, value: number | null): void =>
    void changeChat({ sampling: withChoice(sampling, name, value) })
  const reset = (name: keyof Sampling): string =>
    t('inspector.sampling.reset', { name: t(`common:sampling.${name}.name`) })

  return (
    <Section title={t('inspector.sampling.title')}>
      <div className="grid grid-cols-1 gap-2.5">
        {samplingSliders.map(({ name, min, max, step, digits }) => (
          <SliderField
            key={name}
            label={t(`common:sampling.${name}.name`)}
            description={<span className="text-xs break-phrases">{t(`common:sampling.${name}.description`)}</span>}
            value={sampling[name] ?? null}
            automatic={automatic[name]}
            min={min}
            max={max}
            step={step}
            format={(value) => number(value, digits)}
            resetLabel={reset(name)}
            onChange={(value) => change(name, value)}
          />
        ))}
        {samplingFields.map(({ name, min, max }) => (
          <div key={name}>
            <div className="flex min-h-8 items-center gap-1">
              <span className="flex-auto leading-4 font-medium whitespace-nowrap">
                {t(`common:sampling.${name}.name`)}
              </span>
              {sampling[name] !== undefined && (
                <IconButton
                  icon={RotateCcw}
                  label={reset(name)}
                  size="small"
                  className="-mx-1"
                  onClick={({ currentTarget }) => {
                    currentTarget.parentElement?.querySelector('input')?.focus() // the button is about to go
                    change(name, null)
                  }}
                />
              )}
              <NumberField
                narrow
                label={t(`common:sampling.${name}.name`)}
                value={sampling[name] ?? null}
                min={min}
                max={max}
                placeholder={automaticText(automatic[name], number, t(`common:sampling.${name}.automatic`))}
                onChange={(value) => change(name, value)}
              />
            </div>
            <p className="mt-1 text-xs break-phrases text-soft">{t(`common:sampling.${name}.description`)}</p>
          </div>
        ))}
      </div>
    </Section>
  )
}

function automaticText(value: number | null, number: (value: number) => string, none: string): string {
  return value === null ? none : number(value)
}
