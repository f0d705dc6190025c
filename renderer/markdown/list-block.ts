import { append, emptyGrouped, type Grouped } from './grouped.ts'
import {
  closesFence,
  fenceOf,
  indentOf,
  isBlank,
  isHeading,
  isQuote,
  isThematicBreak,
  listMarkerOf,
  mathOpeningOf,
  type Fence,
  type ListMarker,
} from './lines.ts'

/** A list whose end has not been seen: its finished items and the one that may still grow. */
export interface OpenList {
  kind: 'list'
  ordered: boolean
  delimiter: string
  start: number
  items: Grouped<string>
  item: string
  /** Column from which a line belongs to the open item. */
  contentIndent: number
  /** The last line was blank. */
  blank: boolean
  /** Code that is open within the item. */
  fence: Fence | null
}

/** The list that begins with this line. */
export function startList(marker: ListMarker, line: string): OpenList {
  const { ordered, delimiter, start } = marker
  return { kind: 'list', ordered, delimiter, start, items: emptyGrouped, ...firstLine(marker, line) }
}

/** The list with one more line, or null when the line is no part of it. */
export function continueList(list: OpenList, line: string): OpenList | null {
  if (isBlank(line)) return { ...list, item: `${list.item}\n`, blank: true }
  if (indentOf(line) >= list.contentIndent) {
    const fence = fenceAfter(list.fence, line.trimStart())
    return { ...list, item: `${list.item}\n${line}`, blank: false, fence }
  }
  const marker = isThematicBreak(line) ? null : listMarkerOf(line)
  if (marker) return belongsTo(list, marker) ? nextItem(list, marker, line) : null
  return goesOnLazily(list, line) ? { ...list, item: `${list.item}\n${line}` } : null
}

function belongsTo(list: OpenList, marker: ListMarker): boolean {
  return list.ordered === marker.ordered && list.delimiter === marker.delimiter
}

function nextItem(list: OpenList, marker: ListMarker, line: string): OpenList {
  return { ...list, items: append(list.items, list.item.trimEnd()), ...firstLine(marker, line) }
}

function firstLine(marker: ListMarker, line: string): Pick<OpenList, 'item' | 'contentIndent' | 'blank' | 'fence'> {
  const content = line.trimStart().replace(/^(?:[-+*]|\d{1,9}[.)])[ \t]*/, '')
  return { item: line, contentIndent: marker.contentIndent, blank: false, fence: fenceOf(content) }
}

/** A paragraph may go on without indent; nothing else may. */
function goesOnLazily(list: OpenList, line: string): boolean {
  if (list.blank || list.fence) return false
  if (isThematicBreak(line) || isHeading(line) || isQuote(line) || fenceOf(line) || mathOpeningOf(line)) return false
  const above = list.item.slice(list.item.lastIndexOf('\n') + 1)
  const content = above.trimStart().replace(/^(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)+/, '')
  return content !== '' && !isHeading(content) && !isThematicBreak(content) && listMarkerOf(content) === null
}

function fenceAfter(open: Fence | null, content: string): Fence | null {
  if (open) return closesFence(content, open) ? null : open
  return fenceOf(content)
}
