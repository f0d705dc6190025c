/** Compares by name as a person would sort them, numbers in it by their size: 4B before 12B. */
export function byName(a: { name: string }, b: { name: string }): number {
  return a.name.localeCompare(b.name, undefined, { numeric: true })
}
