import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { limits } from '@contract/limits.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { SettledTextArea } from '@renderer/ui/settled-text-area.tsx'
import { changeConversation } from '../thread/actions.ts'
import { useAutomatic, useChoices } from '../thread/choices.ts'
import { useThread } from '../thread/thread-store.ts'
import { Section } from './section.tsx'

/** This chat's instructions; while there are none, those that are in force are shown faintly. */
export function InstructionsSection() {
  const { t } = useTranslation('chat')
  const conversationId = useThread((thread) => thread.conversationId)
  const { systemPrompt } = useChoices()
  const automatic = useAutomatic().systemPrompt
  const change = (text: string | null): void => void changeConversation(conversationId, { systemPrompt: text })
  return (
    <Section
      title={t('inspector.instructions.title')}
      aside={
        systemPrompt !== null && (
          <IconButton
            icon={RotateCcw}
            label={t('inspector.instructions.reset')}
            size="small"
            className="-mr-1.5"
            onClick={({ currentTarget }) => {
              currentTarget.closest('section')?.querySelector('textarea')?.focus() // the button is about to go
              change(null)
            }}
          />
        )
      }
    >
      <SettledTextArea
        label={t('inspector.instructions.label')}
        value={systemPrompt ?? ''}
        placeholder={automatic || t('inspector.instructions.none')}
        maxLength={limits.instructions}
        onSettle={(text) => change(text.trim() === '' ? null : text)}
      />
      <p className="mt-1 text-xs break-phrases text-soft">{t('inspector.instructions.text')}</p>
    </Section>
  )
}
