/** The latest time that there is a date for, in milliseconds since 1970 (ECMAScript, Time Values). */
const latest = 8.64e15

/** A stored time (ms); one that no calendar has, because it was damaged, is the beginning of all. */
export function timeOf(stored: number): number {
  return Math.abs(stored) <= latest ? stored : 0
}
