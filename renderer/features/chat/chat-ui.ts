import { create } from 'zustand'

/** What the parts of the chat view ask of one another. */
interface ChatUi {
  pickerOpen: boolean
  /** The message of one's own that is being edited. */
  editingId: string | null
  /** Grows each time the person did something whose result is at the end of the conversation. */
  latestWanted: number
  /** Said to assistive technology only. */
  announcement: string
}

export const useChatUi = create<ChatUi>()(() => ({
  pickerOpen: false,
  editingId: null,
  latestWanted: 0,
  announcement: '',
}))

/** Opens or closes the list of models. */
export function setPickerOpen(pickerOpen: boolean): void {
  useChatUi.setState({ pickerOpen })
}

/** Begins to edit a message of one's own, or ends it (null). */
export function editInPlace(editingId: string | null): void {
  useChatUi.setState({ editingId })
}

/** Ends the editing of this message, unless another is being edited by now. */
export function endEditing(messageId: string): void {
  if (useChatUi.getState().editingId === messageId) editInPlace(null)
}

/** Brings the end of the conversation into sight and keeps it there. */
export function wantLatest(): void {
  useChatUi.setState(({ latestWanted }) => ({ latestWanted: latestWanted + 1 }))
}

/** Tells assistive technology, politely. */
export function announce(announcement: string): void {
  useChatUi.setState({ announcement })
}
