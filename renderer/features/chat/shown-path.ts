/** So many of the newest messages are on the page when a conversation is opened. */
export const shownAtFirst = 30

/**
 * Number of the first message of a path that is on the page: of a long one only its end, and what is written from then on, until the
 * person goes further up. `shown`: how many of those that were there at the opening.
 */
export function firstShown(total: number, atOpening: number, shown: number): number {
  const first = Math.max(0, atOpening - shown)
  // Another branch may be much shorter.
  return Math.min(first, Math.max(0, total - shownAtFirst))
}
