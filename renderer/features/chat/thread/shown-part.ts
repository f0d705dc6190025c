import type { Part } from '@contract/message.ts'
import type { MarkdownDocument } from '@renderer/markdown/segment.ts'
import { splitMarkdown } from '@renderer/markdown/splitter.ts'

/** A part of a message, ready to be shown. */
export interface ShownPart {
  type: Part['type']
  document: MarkdownDocument
  /** How long the reasoning took; null for text, and where it is not known. */
  durationMs: number | null
}

const shownParts = new WeakMap<Part, ShownPart>()

const durationOf = (part: Part): number | null => (part.type === 'reasoning' ? part.durationMs : null)

/** A stored part, split once however often it is shown. */
export function shownPart(part: Part): ShownPart {
  const shown = shownParts.get(part) ?? {
    type: part.type,
    document: splitMarkdown(part.text),
    durationMs: durationOf(part),
  }
  shownParts.set(part, shown)
  return shown
}

/** Keeps how a part was split while it was written. */
export function rememberSplit(part: Part, document: MarkdownDocument): void {
  shownParts.set(part, { type: part.type, document, durationMs: durationOf(part) })
}
