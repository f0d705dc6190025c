import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@renderer/ui/button.tsx'
import { endEditing } from '../chat-ui.ts'
import { editMessage } from '../thread/actions.ts'

/** New texts that were neither sent nor given up, by message, while the page lives: another view may have been shown meanwhile. */
const unsent = new Map<string, string>()

/** A message of one's own while it is being changed: Enter sends it, Escape leaves it. */
export function EditMessage({ messageId, text }: { messageId: string; text: string }) {
  const { t } = useTranslation('chat')
  const field = useRef<HTMLTextAreaElement>(null)
  const [sending, setSending] = useState(false)

  useEffect(() => {
    const { current } = field
    current?.focus({ preventScroll: true })
    current?.setSelectionRange(current.value.length, current.value.length)
    current?.scrollIntoView({ block: 'nearest' })
  }, [])

  const end = (): void => {
    unsent.delete(messageId)
    endEditing(messageId)
  }

  const send = async (): Promise<void> => {
    const changed = field.current?.value.trim()
    if (!changed || sending) return
    setSending(true)
    const stored = await editMessage(messageId, changed)
    setSending(false)
    if (stored) end()
  }

  return (
    <div className="w-full rounded-[14px] border border-line-strong bg-raised p-2.5 focus-within:border-ember">
      <textarea
        ref={field}
        aria-label={t('editing.label')}
        defaultValue={unsent.get(messageId) ?? text}
        readOnly={sending}
        onInput={(event) => unsent.set(messageId, event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') {
            event.preventDefault()
            event.stopPropagation()
            end()
          }
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault()
            void send()
          }
        }}
        className="block field-sizing-content max-h-[50vh] min-h-14 w-full resize-none bg-transparent px-1 text-conversation leading-[1.55] outline-none"
      />
      <div className="mt-2 flex flex-wrap items-center justify-end gap-2">
        <span className="mr-auto pl-1 text-xs text-faint">{t('editing.kept')}</span>
        <Button size="dense" variant="quiet" onClick={end}>
          {t('cancel')}
        </Button>
        <Button size="dense" variant="primary" disabled={sending} onClick={() => void send()}>
          {t('send')}
        </Button>
      </div>
    </div>
  )
}
