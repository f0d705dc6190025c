import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@renderer/ui/button.tsx'
import { editInPlace } from '../chat-ui.ts'
import { editMessage } from '../thread/actions.ts'

/** A message of one's own while it is being changed: Enter sends it, Escape leaves it. */
export function EditMessage({ messageId, text }: { messageId: string; text: string }) {
  const { t } = useTranslation('chat')
  const field = useRef<HTMLTextAreaElement>(null)
  const [sending, setSending] = useState(false)

  useEffect(() => {
    field.current?.focus({ preventScroll: true })
    field.current?.setSelectionRange(text.length, text.length)
    field.current?.scrollIntoView({ block: 'nearest' })
  }, [text])

  const send = async (): Promise<void> => {
    const changed = field.current?.value.trim()
    if (!changed || sending) return
    setSending(true)
    const stored = await editMessage(messageId, changed)
    setSending(false)
    if (stored) editInPlace(null)
  }

  return (
    <div className="w-full rounded-[14px] border border-line-strong bg-raised p-2.5 focus-within:border-ember">
      <textarea
        ref={field}
        aria-label={t('editing.label')}
        defaultValue={text}
        readOnly={sending}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') {
            event.preventDefault()
            editInPlace(null)
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
        <Button size="dense" variant="quiet" onClick={() => editInPlace(null)}>
          {t('cancel')}
        </Button>
        <Button size="dense" variant="primary" disabled={sending} onClick={() => void send()}>
          {t('editing.save')}
        </Button>
      </div>
    </div>
  )
}
