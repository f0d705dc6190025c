import { useTranslation } from 'react-i18next'
import { whenFullSchema } from '@contract/conversation.ts'
import { SegmentedControl } from '@renderer/ui/segmented-control.tsx'
import { changeChat } from '../thread/actions.ts'
import { useChoices } from '../thread/choices.ts'
import { Section } from './section.tsx'

/** What happens when the chat no longer fits the context. */
export function WhenFullSection() {
  const { t } = useTranslation('chat')
  const { whenFull } = useChoices()
  return (
    <Section title={t('inspector.whenFull.title')}>
      <SegmentedControl
        label={t('inspector.whenFull.title')}
        value={whenFull}
        options={whenFullSchema.options.map((value) => ({ value, label: t(`inspector.whenFull.${value}`) }))}
        onChange={(value) => void changeChat({ whenFull: value })}
      />
      <p className="mt-1.5 text-xs break-phrases text-soft">{t(`inspector.whenFull.${whenFull}Text`)}</p>
    </Section>
  )
}
