/** What was typed before it was known what had been stored, behind that. */
export function draftTogether(stored: string, typed: string): string {
  if (typed.trim() === '') return stored
  return stored.trim() === '' ? typed : `${stored.trimEnd()}\n\n${typed}`
}
