/** What a field has for as long as it does something with Escape itself. */
export const takesEscape = (takes: boolean): { 'data-takes-escape'?: '' } => (takes ? { 'data-takes-escape': '' } : {})

/** For a box that Escape closes: not while a field within it takes it. */
export function leaveEscapeToField(event: KeyboardEvent): void {
  if (event.target instanceof Element && event.target.closest('[data-takes-escape]')) event.preventDefault()
}
