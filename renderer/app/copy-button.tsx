import { Check, Copy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { useCopy } from './use-copy.ts'

interface CopyButtonProps {
  /** Accessible name and tooltip. */
  label: string
  text: () => string
}

/** Copies a text, and says for a moment that it did: to the eyes in its tooltip, to assistive technology beside it. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const { t } = useTranslation()
  const { copied, copy } = useCopy()
  const done = copied ? t('copied') : undefined
  return (
    <>
      <IconButton
        icon={copied ? Check : Copy}
        label={label}
        done={done}
        size="small"
        onClick={() => void copy(text())}
      />
      <span role="status" className="sr-only">
        {done}
      </span>
    </>
  )
}
