import { useTranslation } from 'react-i18next'
import { resolveSampling, type Sampling } from '@contract/sampling.ts'
import { samplingFields, samplingSliders, withChoice } from '@renderer/app/sampling-controls.ts'
import { useDefaultModel } from '@renderer/app/state/models.ts'
import { updateSettings, useSettings } from '@renderer/app/state/settings.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Button } from '@renderer/ui/button.tsx'
import { NumberField } from '@renderer/ui/number-field.tsx'
import { SettingCard, SettingRow } from '@renderer/ui/setting-row.tsx'
import { SliderField } from '@renderer/ui/slider-field.tsx'

/** null: automatic again. */
function chooseSampling(name: keyof Sampling, value: number | null): void {
  const { sampling } = useSettings.getState().settings
  void updateSettings({ sampling: withChoice(sampling, name, value) })
}

/** How the next token is chosen in all chats that did not choose themselves. */
export function SamplingSettings() {
  const { t } = useTranslation('settings')
  const chosen = useSettings(({ settings }) => settings.sampling)
  const model = useDefaultModel()
  const automatic = resolveSampling(model?.recommended.sampling)
  const nothingChosen = Object.values(chosen).every((value) => value === undefined)
  return (
    <section aria-labelledby="sampling" className="mt-7">
      <div className="mb-2.5 flex items-end justify-between gap-4">
        <div>
          <h2 id="sampling" className="text-lg font-[550]">
            {t('sampling.title')}
          </h2>
          <p className="max-w-[64ch] text-sm text-pretty text-soft">
            {model ? t('sampling.automatic', { model: model.name }) : t('sampling.description')}
          </p>
        </div>
        <Button disabled={nothingChosen} onClick={() => void updateSettings({ sampling: {} })}>
          {t('sampling.resetAll')}
        </Button>
      </div>
      <SettingCard>
        {samplingSliders.map((slider) => (
          <SamplingSlider
            key={slider.name}
            {...slider}
            value={chosen[slider.name] ?? null}
            automatic={automatic[slider.name]}
          />
        ))}
        {samplingFields.map((field) => (
          <SamplingField
            key={field.name}
            {...field}
            value={chosen[field.name] ?? null}
            automatic={automatic[field.name]}
          />
        ))}
      </SettingCard>
    </section>
  )
}

type SliderProps = (typeof samplingSliders)[number] & { value: number | null; automatic: number }

function SamplingSlider({ name, min, max, step, digits, value, automatic }: SliderProps) {
  const { t } = useTranslation(['settings', 'common'])
  const { number } = useFormats()
  const label = t(`common:sampling.${name}.name`)
  const format = (shown: number): string => number(shown, digits)
  return (
    <SliderField
      label={label}
      description={t(`common:sampling.${name}.description`)}
      value={value}
      automatic={automatic}
      min={min}
      max={max}
      step={step}
      format={format}
      resetLabel={t('resetTo', { name: label, value: format(automatic) })}
      automaticLabel={t('automatic')}
      onChange={(changed) => chooseSampling(name, changed)}
    />
  )
}

type FieldProps = (typeof samplingFields)[number] & { value: number | null; automatic: Sampling['seed'] }

function SamplingField({ name, min, max, value, automatic }: FieldProps) {
  const { t } = useTranslation(['settings', 'common'])
  const { number } = useFormats()
  const label = t(`common:sampling.${name}.name`)
  const automaticText = automatic === null ? t(`common:sampling.${name}.automatic`) : number(automatic)
  return (
    <SettingRow
      name={label}
      description={t(`common:sampling.${name}.description`)}
      reset={
        value === null
          ? null
          : {
              label: t('resetTo', { name: label, value: automaticText }),
              onReset: () => chooseSampling(name, null),
            }
      }
    >
      <NumberField
        label={label}
        value={value}
        min={min}
        max={max}
        placeholder={automaticText}
        onChange={(changed) => chooseSampling(name, changed)}
      />
    </SettingRow>
  )
}
