import { append, emptyGrouped, groupsOf, groupSize, type Grouped } from './grouped.ts'
import type { Segment } from './segment.ts'

/** The beginning of a document, and whether that is all of it. */
export interface Prefix {
  segments: Grouped<Segment>
  whole: boolean
}

/** What any piece costs beside its characters: its element, its place in the layout. */
const pieceCost = 150
/** A line of code is not parsed. */
const lineShare = 0.25

/** As much of a document as may be put on the page for `budget` characters; always something more than for a smaller one. */
export function prefixOf(segments: Grouped<Segment>, budget: number): Prefix {
  let left = budget
  let shown: Grouped<Segment> = emptyGrouped
  for (const segment of eachOf(segments)) {
    if (left <= 0) return { segments: shown, whole: false }
    const beginning = beginningOf(segment, left)
    left -= beginning.cost
    shown = append(shown, beginning.segment)
    if (beginning.segment !== segment) return { segments: shown, whole: false }
  }
  return { segments, whole: true }
}

interface Beginning {
  /** The very same where nothing is left out. */
  segment: Segment
  cost: number
}

function beginningOf(segment: Segment, budget: number): Beginning {
  switch (segment.kind) {
    case 'flow':
      return { segment, cost: pieceCost + segment.text.length }
    case 'math':
      return { segment, cost: pieceCost + segment.tex.length }
    case 'code': {
      const { items, cost } = itemsFor(segment.lines, budget, lineShare)
      return { segment: items === segment.lines ? segment : { ...segment, lines: items }, cost }
    }
    case 'list': {
      const { items, cost } = itemsFor(segment.items, budget, 1)
      return { segment: items === segment.items ? segment : { ...segment, items }, cost }
    }
    case 'table': {
      const { items, cost } = itemsFor(segment.rows, budget, 1)
      return { segment: items === segment.rows ? segment : { ...segment, rows: items }, cost }
    }
    case 'plain': {
      const { items, cost } = itemsFor(segment.pieces, budget, lineShare)
      return { segment: items === segment.pieces ? segment : { ...segment, pieces: items }, cost }
    }
  }
}

function itemsFor(list: Grouped<string>, budget: number, share: number): { items: Grouped<string>; cost: number } {
  let cost = pieceCost
  let count = 0
  for (const item of eachOf(list)) {
    if (cost >= budget) return { items: firstOf(list, count), cost }
    cost += share * (pieceCost + item.length)
    count += 1
  }
  return { items: list, cost }
}

/** The first items; full groups are the list's own. */
function firstOf<T>(list: Grouped<T>, count: number): Grouped<T> {
  const groups = groupsOf(list)
  const whole = Math.floor(count / groupSize)
  return { full: groups.slice(0, whole), last: groups[whole]?.slice(0, count % groupSize) ?? [] }
}

function* eachOf<T>(list: Grouped<T>): Generator<T> {
  for (const group of groupsOf(list)) yield* group
}
