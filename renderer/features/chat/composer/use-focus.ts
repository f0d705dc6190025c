import { useEffect, useRef } from 'react'
import { isEditable } from '@renderer/ui/shortcut.ts'
import { useChatUi } from '../chat-ui.ts'

/** Whether a key press writes something and nobody else wants it. */
function isForComposer(event: KeyboardEvent): boolean {
  const { key, target } = event
  const writes = key.length === 1 && key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey
  if (!writes || event.defaultPrevented || event.isComposing || isEditable(target)) return false
  return !(target instanceof Element && target.closest('[role=dialog], [role=alertdialog], [role=menu], [inert]'))
}

/** Just start typing: a key that writes something goes where `focus` leads, wherever the focus was. */
export function useTypingFocus(focus: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isForComposer(event)) focus()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [focus])
}

/** Leads the focus back when a message is not being edited any more. */
export function useFocusAfterEditing(focus: () => void): void {
  useEffect(
    () =>
      useChatUi.subscribe((now, before) => {
        if (before.editingId !== null && now.editingId === null) focus()
      }),
    [focus],
  )
}

/** Leads the focus back when what had it went as `cause` became another: a button with what came of pressing it. */
export function useLostFocus(focus: () => void, cause: unknown): void {
  const last = useRef<EventTarget | null>(null)
  const before = useRef(cause)
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent): void => {
      last.current = target
    }
    document.addEventListener('focusin', onFocus)
    return () => document.removeEventListener('focusin', onFocus)
  }, [])
  useEffect(() => {
    if (before.current === cause) return
    before.current = cause
    const hasGone = last.current instanceof Element && !last.current.isConnected
    if (hasGone && document.activeElement === document.body) focus()
  }, [focus, cause])
}
