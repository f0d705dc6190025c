import { append, type Grouped } from './grouped.ts'

/** A piece of markdown that can be shown without knowing what comes before or after it. */
export type Segment =
  | { kind: 'flow'; text: string }
  /** Fenced code. Every line but the one that is being written ends with a line feed. */
  | { kind: 'code'; info: string; lines: Grouped<string> }
  /** Display math; not `closed` while its end has not been written. */
  | { kind: 'math'; tex: string; closed: boolean }
  /** Each item with its marker. */
  | { kind: 'list'; ordered: boolean; start: number; items: Grouped<string> }
  /** `head` is the row of names and the delimiter row below it. */
  | { kind: 'table'; head: string; rows: Grouped<string> }
  /** Text that is too long or too tangled to be formatted. */
  | { kind: 'plain'; pieces: Grouped<string> }

/** Markdown that was split; `open` while the last segment is still being written. */
export interface MarkdownDocument {
  readonly segments: Grouped<Segment>
  readonly open: boolean
}

/** Plain text grows in pieces of about this many characters. */
const pieceLength = 4000

/** Plain text with more behind it. */
export function appendPlain(pieces: Grouped<string>, text: string): Grouped<string> {
  const last = pieces.last.at(-1)
  if (last === undefined || last.length >= pieceLength) return append(pieces, text)
  return { full: pieces.full, last: [...pieces.last.slice(0, -1), last + text] }
}
