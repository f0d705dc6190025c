import { Check, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { notifyFailedCall } from '@renderer/app/notify.ts'
import { announce } from '../chat-ui.ts'

/** How long a copy is confirmed (ms). */
const confirmedMs = 1600

/** Copies a message's text. */
export function CopyButton({ text }: { text: () => string }) {
  const { t } = useTranslation('chat')
  const [confirmed, setConfirmed] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => () => clearTimeout(timer.current), [])

  const copy = async (): Promise<void> => {
    try {
      await window.hearth.copyText(text())
      announce(t('copied'))
      setConfirmed(true)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setConfirmed(false), confirmedMs)
    } catch (error) {
      notifyFailedCall(error)
    }
  }

  return <IconButton icon={confirmed ? Check : Copy} label={t('copy')} size="small" onClick={() => void copy()} />
}
