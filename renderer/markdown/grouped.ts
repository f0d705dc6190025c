/**
 * An append-only list in groups of a fixed size. Appending copies one small group; full groups keep their identity for good, so
 * that what renders them is skipped however long the list grows.
 */
export interface Grouped<T> {
  readonly full: readonly (readonly T[])[]
  readonly last: readonly T[]
}

/** Items in a full group. */
export const groupSize = 25

/** A list with nothing in it. */
export const emptyGrouped: Grouped<never> = { full: [], last: [] }

/** The list with `item` behind it. */
export function append<T>(list: Grouped<T>, item: T): Grouped<T> {
  const last = [...list.last, item]
  return last.length < groupSize ? { full: list.full, last } : { full: [...list.full, last], last: [] }
}

/** How many items there are. */
export function sizeOf(list: Grouped<unknown>): number {
  return list.full.length * groupSize + list.last.length
}

/** All groups in order, the unfinished one last if it has anything in it. */
export function groupsOf<T>(list: Grouped<T>): readonly (readonly T[])[] {
  return list.last.length === 0 ? list.full : [...list.full, list.last]
}

/** All items in order. */
export function itemsOf<T>(list: Grouped<T>): T[] {
  return groupsOf(list).flat()
}

/** The items from one place up to another. Costs what they and their groups are long, not the list. */
export function itemsBetween<T>({ full, last }: Grouped<T>, from: number, to: number): T[] {
  const before = Math.floor(from / groupSize)
  const near = [...full.slice(before, Math.ceil(to / groupSize)), last].flat()
  return near.slice(from - before * groupSize, to - before * groupSize)
}
