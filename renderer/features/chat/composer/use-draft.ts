import { useEffect, useLayoutEffect } from 'react'
import { acrossConnections, backend } from '@renderer/app/backend.ts'
import { notifyFailedCall } from '@renderer/app/notify.ts'
import { DraftKeeper, type DraftOf } from './draft-keeper.ts'

/** What was stored. What cannot be read back leaves an empty field. */
async function read(conversationId: DraftOf): Promise<string> {
  return acrossConnections(() => backend.chat.draft({ conversationId })).catch(() => '')
}

function save(conversationId: DraftOf, text: string): void {
  backend.chat.saveDraft({ conversationId, text }).catch(notifyFailedCall)
}

function extend(conversationId: DraftOf, typed: string): void {
  backend.chat.extendDraft({ conversationId, typed }).catch(notifyFailedCall)
}

/** One for all times that the composer is shown: what was typed before its draft was read outlasts another view. */
const keeper = new DraftKeeper({ read, save, extend })

/** Where the draft is written. Must stay the same from one render to the next. */
interface DraftField {
  text: () => string
  setText: (text: string) => void
  focus: () => void
}

interface Draft {
  /** The field's text changed. */
  changed: () => void
  /** Resolves when what was stored earlier is in the field. */
  restored: () => Promise<void>
  /** It is being sent: what is not stored yet need not be. */
  forget: () => void
  /** Stores a text that is not in the field any more. */
  keep: (text: string) => void
}

/** Keeps what is typed into a field as the conversation's draft, and brings it back, ready to be written on. */
export function useDraft(field: DraftField, conversationId: DraftOf): Draft {
  useLayoutEffect(() => {
    let isShown = true
    const { typed, whole } = keeper.restore(conversationId)
    field.setText(typed)
    field.focus()
    const show = async (): Promise<void> => {
      const text = await whole
      if (isShown && field.text() !== text) field.setText(text)
    }
    void show()
    return () => {
      isShown = false
      keeper.flush()
    }
  }, [conversationId, field])

  useEffect(() => {
    const flush = (): void => keeper.flush()
    const leave = (): void => keeper.leave()
    window.addEventListener('pagehide', leave)
    window.addEventListener('blur', flush)
    return () => {
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('blur', flush)
    }
  }, [])

  return {
    changed: () => {
      const text = field.text()
      keeper.changed(conversationId, text)
    },
    restored: () => keeper.restored(conversationId),
    forget: () => keeper.forget(),
    keep: (text) => save(conversationId, text),
  }
}
