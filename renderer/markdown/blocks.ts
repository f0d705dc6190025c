import { append, emptyGrouped, type Grouped } from './grouped.ts'
import { continueList, startList, type OpenList } from './list-block.ts'
import {
  cellCount,
  closesFence,
  fenceOf,
  indentOf,
  interruptsParagraph,
  isBlank,
  isHeading,
  isHeadingUnderline,
  isQuote,
  isTableDelimiter,
  isThematicBreak,
  listMarkerOf,
  mathOpeningOf,
  nestingOf,
  type Fence,
  type MathOpening,
} from './lines.ts'
import { appendPlain, type Segment } from './segment.ts'

/** A block whose end has not been seen. */
export type OpenBlock =
  | { kind: 'paragraph' | 'quote' | 'indented'; text: string }
  | { kind: 'code'; fence: Fence; lines: Grouped<string> }
  | { kind: 'math'; close: MathOpening['close']; tex: string; source: string }
  | OpenList
  | { kind: 'table'; head: string; rows: Grouped<string> }
  | { kind: 'plain'; pieces: Grouped<string>; toTheEnd: boolean }

/** Where a text stands after a number of lines. Finished segments are never touched again. */
export interface BlockState {
  readonly done: Grouped<Segment>
  readonly open: OpenBlock | null
  /** What formatting the open block costs, see `weightOf`. */
  readonly weight: number
  /** Segments, items and rows so far, and characters. */
  readonly units: number
  readonly length: number
}

/** Before the first line. */
export const initialState: BlockState = { done: emptyGrouped, open: null, weight: 0, units: 0, length: 0 }

/** A block heavier than this is shown as plain text: parsing it would stall the page. */
const maxWeight = 8000
/** A line longer than this ends as plain text, too. Characters. */
export const maxLine = 8_000
/** Behind these, all the rest of a text is plain. */
export const maxUnits = 4_000
export const maxLength = 300_000
/** Quotes and lists one inside the other. */
const maxNesting = 24
/** Emphasis, brackets and the like cost more than letters: what does not match is compared with everything before it. */
const markWeight = 12
/** A line costs something even when it is empty. */
const lineWeight = 8
/** Code within a list is only looked through for its end. */
const fencedShare = 0.25
/** A table with more columns than this is none. */
const maxColumns = 64

/** The state after one more whole line (without its line feed). */
export function step(state: BlockState, line: string): BlockState {
  const counted = {
    ...state,
    length: state.length + line.length + 1,
    weight: state.weight + weightOf(state.open, line),
  }
  return bounded(dispatch(counted, line))
}

/** The state after a piece of a line that is too long for one. */
export function stepPiece(state: BlockState, piece: string): BlockState {
  const { open } = state
  const counted = { ...state, length: state.length + piece.length }
  if (open?.kind === 'code') return { ...counted, open: { ...open, lines: append(open.lines, piece) } }
  return intoPlain(counted, piece)
}

/** The state after the last piece of such a line. */
export function endPieces(state: BlockState, piece: string): BlockState {
  return stepPiece(state, `${piece}\n`)
}

/** The segment that an open block is so far; `settled` when nothing follows any more. */
export function segmentOf(open: OpenBlock, settled: boolean): Segment {
  switch (open.kind) {
    case 'paragraph':
    case 'quote':
      return { kind: 'flow', text: open.text }
    case 'indented':
      return { kind: 'flow', text: open.text.trimEnd() }
    case 'code':
      return { kind: 'code', info: open.fence.info, lines: open.lines }
    case 'math':
      // Two dollars that are never closed were no math: `$$` is also a process number.
      return settled
        ? { kind: 'flow', text: open.source.replace('$$', '\\$\\$') }
        : { kind: 'math', tex: open.tex, closed: false }
    case 'list':
      return { kind: 'list', ordered: open.ordered, start: open.start, items: append(open.items, open.item.trimEnd()) }
    case 'table':
      return { kind: 'table', head: open.head, rows: open.rows }
    case 'plain':
      return { kind: 'plain', pieces: open.pieces }
  }
}

/** The state without an open block: what it was is finished. */
export function close(state: BlockState): BlockState {
  return state.open === null ? state : { ...emit(state, segmentOf(state.open, true)), open: null, weight: 0 }
}

function dispatch(state: BlockState, line: string): BlockState {
  const { open } = state
  if (open?.kind === 'code') return inCode(state, open, line)
  if (open?.kind === 'plain') return inPlain(state, open, line)
  if (state.units >= maxUnits || state.length > maxLength) return startPlain(close(state), line, true)
  if (nestingOf(line) > maxNesting && !isThematicBreak(line)) return startPlain(close(state), line, false)
  if (open === null) return start(state, line)
  switch (open.kind) {
    case 'paragraph':
      return inParagraph(state, open.text, line)
    case 'quote':
      return inQuote(state, open.text, line)
    case 'indented':
      return inIndented(state, open.text, line)
    case 'math':
      return inMath(state, open, line)
    case 'table':
      return inTable(state, open, line)
    case 'list':
      return inList(state, open, line)
  }
}

function start(state: BlockState, line: string): BlockState {
  if (isBlank(line)) return state
  return startBlock(state, line) ?? opened(state, { kind: indentOf(line) >= 4 ? 'indented' : 'paragraph', text: line })
}

/** What begins with this line whatever stood before it; null when it may also go on with a paragraph. */
function startBlock(state: BlockState, line: string): BlockState | null {
  const fence = fenceOf(line)
  if (fence) return opened(close(state), { kind: 'code', fence, lines: emptyGrouped })
  const math = mathOpeningOf(line)
  if (math) return startMath(close(state), math, line)
  if (isHeading(line) || isThematicBreak(line)) return emit(close(state), { kind: 'flow', text: line })
  if (isQuote(line)) return opened(close(state), { kind: 'quote', text: line })
  const marker = listMarkerOf(line)
  return marker ? opened(close(state), startList(marker, line)) : null
}

function startMath(state: BlockState, math: MathOpening, line: string): BlockState {
  if (math.closed) return emit(state, { kind: 'math', tex: math.tex, closed: true })
  return opened(state, { kind: 'math', close: math.close, tex: math.tex, source: line })
}

function inParagraph(state: BlockState, text: string, line: string): BlockState {
  if (isBlank(line)) return close(state)
  const longer = `${text}\n${line}`
  if (isHeadingUnderline(line)) return close({ ...state, open: { kind: 'paragraph', text: longer } })
  const marker = listMarkerOf(line)
  const goesOn = marker !== null && !interruptsParagraph(marker) && !isThematicBreak(line)
  if (!goesOn) {
    const started = startBlock(state, line)
    if (started) return started
  }
  const head = text.slice(text.lastIndexOf('\n') + 1)
  if (
    isTableDelimiter(line) &&
    head.includes('|') &&
    cellCount(head) === cellCount(line) &&
    cellCount(line) <= maxColumns
  ) {
    const above = text.slice(0, text.length - head.length).trimEnd()
    const before =
      above === '' ? { ...state, open: null } : close({ ...state, open: { kind: 'paragraph', text: above } })
    return opened({ ...before, weight: 0 }, { kind: 'table', head: `${head}\n${line}`, rows: emptyGrouped })
  }
  return { ...state, open: { kind: 'paragraph', text: longer } }
}

function inQuote(state: BlockState, text: string, line: string): BlockState {
  if (isBlank(line)) return close(state)
  const longer: OpenBlock = { kind: 'quote', text: `${text}\n${line}` }
  if (isQuote(line)) return { ...state, open: longer }
  return startBlock(state, line) ?? { ...state, open: longer }
}

function inIndented(state: BlockState, text: string, line: string): BlockState {
  if (isBlank(line) || indentOf(line) >= 4) return { ...state, open: { kind: 'indented', text: `${text}\n${line}` } }
  return start(close(state), line)
}

function inCode(state: BlockState, open: Extract<OpenBlock, { kind: 'code' }>, line: string): BlockState {
  if (closesFence(line, open.fence)) return close(state)
  const content = open.fence.indent === 0 ? line : line.replace(new RegExp(`^ {0,${open.fence.indent}}`), '')
  return { ...state, open: { ...open, lines: append(open.lines, `${content}\n`) } }
}

function inMath(state: BlockState, open: Extract<OpenBlock, { kind: 'math' }>, line: string): BlockState {
  if (isBlank(line)) return close(state)
  const content = line.trimEnd()
  if (content.endsWith(open.close)) {
    const tex = joined(open.tex, content.slice(0, -open.close.length))
    return emit({ ...state, open: null }, { kind: 'math', tex, closed: true })
  }
  return { ...state, open: { ...open, tex: joined(open.tex, content), source: `${open.source}\n${line}` } }
}

function inTable(state: BlockState, open: Extract<OpenBlock, { kind: 'table' }>, line: string): BlockState {
  if (isBlank(line)) return close(state)
  const started = startBlock(state, line)
  if (started) return started
  if (state.weight > maxWeight) return startPlain(close(state), line, false)
  return { ...state, open: { ...open, rows: append(open.rows, line) }, units: state.units + 1, weight: 0 }
}

function inList(state: BlockState, open: OpenList, line: string): BlockState {
  const continued = continueList(open, line)
  if (continued === null) return start(close(state), line)
  const itemAdded = continued.items !== open.items
  return itemAdded
    ? { ...state, open: continued, units: state.units + 1, weight: weightOf(null, line) }
    : { ...state, open: continued }
}

function inPlain(state: BlockState, open: Extract<OpenBlock, { kind: 'plain' }>, line: string): BlockState {
  if (isBlank(line) && !open.toTheEnd) return close(state)
  return { ...state, open: { ...open, pieces: appendPlain(open.pieces, `${line}\n`) } }
}

function startPlain(state: BlockState, line: string, toTheEnd: boolean): BlockState {
  return opened(state, { kind: 'plain', pieces: appendPlain(emptyGrouped, `${line}\n`), toTheEnd })
}

/** The open block as plain text, with `text` behind it. */
function intoPlain(state: BlockState, text: string): BlockState {
  const { open } = state
  if (open?.kind === 'plain') return { ...state, open: { ...open, pieces: appendPlain(open.pieces, text) } }
  const [before, source] = sourceOf(state)
  const pieces = appendPlain(source === '' ? emptyGrouped : appendPlain(emptyGrouped, source), text)
  return opened(before, { kind: 'plain', pieces, toTheEnd: false })
}

/** What of the open block can stay as it is, and the source of the part that cannot. */
function sourceOf(state: BlockState): [BlockState, string] {
  const { open } = state
  const dropped = { ...state, open: null, weight: 0 }
  switch (open?.kind) {
    case 'paragraph':
    case 'quote':
    case 'indented':
      return [dropped, `${open.text}\n`]
    case 'math':
      return [dropped, `${open.source}\n`]
    case 'list': {
      const { full, last } = open.items
      const kept: Segment = { kind: 'list', ordered: open.ordered, start: open.start, items: open.items }
      return [full.length + last.length === 0 ? dropped : emit(dropped, kept), `${open.item}\n`]
    }
    default:
      return [close(state), '']
  }
}

/** Gives up formatting an open block that has become too heavy. */
function bounded(state: BlockState): BlockState {
  if (state.weight <= maxWeight || state.open === null) return state
  const { kind } = state.open
  return kind === 'code' || kind === 'plain' || kind === 'table' ? state : intoPlain(state, '')
}

/** Characters, and the marks among them many times. */
function weightOf(open: OpenBlock | null, line: string): number {
  if (open?.kind === 'code' || open?.kind === 'plain') return 0
  if (open?.kind === 'list' && open.fence) return fencedShare * (line.length + lineWeight)
  const marks = line.match(open?.kind === 'table' ? /[*_~[\]`$<@\\|]/g : /[*_~[\]`$<@\\]/g)?.length ?? 0
  return lineWeight + line.length + markWeight * marks
}

function opened(state: BlockState, open: OpenBlock): BlockState {
  return { ...state, open }
}

function emit(state: BlockState, segment: Segment): BlockState {
  return { ...state, open: null, done: append(state.done, segment), units: state.units + 1, weight: 0 }
}

function joined(above: string, line: string): string {
  return above === '' ? line.trim() : `${above}\n${line}`.trimEnd()
}
