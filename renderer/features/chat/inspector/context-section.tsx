import { useTranslation } from 'react-i18next'
import { useFormats } from '@renderer/app/text/format.ts'
import { Meter } from '@renderer/ui/meter.tsx'
import { useContextUse } from '../thread/context-use.ts'
import { Section } from './section.tsx'

const colors = {
  instructions: 'var(--text-faint)',
  messages: 'var(--pine)',
  answer: 'var(--ember)',
  free: 'var(--bg-active)',
}
const taken = ['instructions', 'messages', 'answer'] as const

/** What takes the context, and how much is left. */
export function ContextSection() {
  const { t } = useTranslation('chat')
  const { number } = useFormats()
  const use = useContextUse()
  if (!use) {
    return (
      <Section title={t('context.title')}>
        <p className="text-soft">{t('context.unknown')}</p>
      </Section>
    )
  }
  return (
    <Section title={t('context.title')}>
      <Meter
        label={t('context.meter')}
        value={use.used}
        max={use.size}
        valueText={t('context.meterText', { used: number(use.used), size: number(use.size) })}
        parts={taken.map((name) => ({ name, amount: use[name], color: colors[name] }))}
      />
      <dl className="mt-2.5 grid gap-[5px] text-soft tabular-nums">
        {[...taken, 'free' as const].map((name) => (
          <div key={name} className="flex items-center gap-2">
            <span aria-hidden="true" className="size-2 rounded-[2.5px]" style={{ background: colors[name] }} />
            <dt className="flex-1">{t(`context.${name}`)}</dt>
            <dd>{number(use[name])}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
