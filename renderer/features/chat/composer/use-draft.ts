import { useEffect, useLayoutEffect, useState } from 'react'
import { backend } from '@renderer/app/backend.ts'
import { notifyFailedCall } from '@renderer/app/notify.ts'
import { DraftKeeper } from './draft-keeper.ts'

function save(conversationId: string | null, text: string): void {
  backend.chat.saveDraft({ conversationId, text }).catch(notifyFailedCall)
}

/** Where the draft is written. Must stay the same from one render to the next. */
interface DraftField {
  text: () => string
  setText: (text: string) => void
  focus: () => void
}

interface Draft {
  /** The field's text changed. */
  changed: () => void
  /** It is being sent: what is not stored yet need not be. */
  forget: () => void
}

/** Keeps what is typed into a field as the conversation's draft, and brings it back, ready to be written on. */
export function useDraft(field: DraftField, conversationId: string | null): Draft {
  const [keeper] = useState(() => new DraftKeeper(save))

  useLayoutEffect(() => {
    const leave = new AbortController()
    field.setText('')
    field.focus()
    const restore = async (): Promise<void> => {
      const draft = await backend.chat.draft({ conversationId }, { signal: leave.signal })
      if (!leave.signal.aborted && field.text() === '' && draft !== '') field.setText(draft)
    }
    // A draft that cannot be read back leaves an empty field; nothing of it was lost.
    restore().catch(() => undefined)
    return () => {
      leave.abort()
      keeper.flush()
    }
  }, [conversationId, field, keeper])

  useEffect(() => {
    const flush = (): void => keeper.flush()
    window.addEventListener('pagehide', flush)
    window.addEventListener('blur', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      window.removeEventListener('blur', flush)
    }
  }, [keeper])

  return {
    changed: () => {
      const text = field.text()
      keeper.changed(conversationId, text)
    },
    forget: () => keeper.forget(),
  }
}
