import { Check, Copy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCopy } from '@renderer/app/use-copy.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { announce } from '../chat-ui.ts'

/** Copies a message's text. */
export function CopyButton({ text }: { text: () => string }) {
  const { t } = useTranslation('chat')
  const { copied, copy } = useCopy()
  const copyMessage = async (): Promise<void> => {
    if (await copy(text())) announce(t('copied'))
  }
  return <IconButton icon={copied ? Check : Copy} label={t('copy')} size="small" onClick={() => void copyMessage()} />
}
