import { close, endPieces, initialState, maxLine, segmentOf, step, stepPiece, type BlockState } from './blocks.ts'
import { append } from './grouped.ts'
import { closesFence, type Fence } from './lines.ts'
import type { MarkdownDocument } from './segment.ts'

/**
 * Splits markdown into segments as it arrives. Each character is looked at once, when its line is complete; the line that is still
 * being written is tried on what is known, and nothing is remembered of the trial.
 */
export class Splitter {
  #state: BlockState = initialState
  #line = ''
  /** The beginning of this line was too long and is gone already. */
  #inLongLine = false

  /** Takes more text, cut anywhere. */
  push(text: string): void {
    let from = 0
    while (from < text.length) {
      const feed = text.indexOf('\n', from)
      const end = feed === -1 ? text.length : feed
      const room = maxLine - this.#line.length
      if (end - from > room) {
        this.#endPiece(this.#line + text.slice(from, from + room))
        from += room
      } else {
        this.#line += text.slice(from, end)
        if (feed !== -1) this.#endLine()
        from = end + 1
      }
    }
  }

  /** How the text looks while it is being written. */
  document(): MarkdownDocument {
    const state = this.#withOpenLine()
    if (state.open === null) return { segments: state.done, open: true }
    return { segments: append(state.done, segmentOf(state.open, false)), open: true }
  }

  /** How it looks when nothing follows. */
  finished(): MarkdownDocument {
    const state = this.#line === '' ? this.#state : this.#afterLine(this.#line)
    return { segments: close(state).done, open: false }
  }

  #endPiece(piece: string): void {
    this.#state = stepPiece(this.#state, piece)
    this.#line = ''
    this.#inLongLine = true
  }

  #endLine(): void {
    this.#state = this.#afterLine(this.#line)
    this.#line = ''
    this.#inLongLine = false
  }

  #afterLine(line: string): BlockState {
    const content = line.endsWith('\r') ? line.slice(0, -1) : line
    return this.#inLongLine ? endPieces(this.#state, content) : step(this.#state, content)
  }

  #withOpenLine(): BlockState {
    const line = this.#line
    const { open } = this.#state
    if (line === '') return withoutUndecidedLine(this.#state)
    if (this.#inLongLine) return stepPiece(this.#state, line)
    if (open?.kind === 'code') return mayCloseFence(line, open.fence) ? this.#state : stepPiece(this.#state, line)
    return isUndecided(line) ? withoutUndecidedLine(this.#state) : withoutUndecidedLine(step(this.#state, line))
  }
}

/** Splits a whole text. */
export function splitMarkdown(text: string): MarkdownDocument {
  const splitter = new Splitter()
  splitter.push(text)
  return splitter.finished()
}

/** Whether what is there of a line could become the end of the code. */
function mayCloseFence(line: string, fence: Fence): boolean {
  return closesFence(line, fence) || new RegExp(`^ {0,3}\\${fence.character}{0,2}$`).test(line)
}

/** Whether a line is so far only a mark that can come to mean several things, as `-` or `1.` or two backticks. */
function isUndecided(line: string): boolean {
  return /^[ \t]*(?:[-=*+#>~`_]+|\d+[.)]?|\$+|\\|[-*_ ]+)?[ \t]*$/.test(line) || /^ {0,3}(?:`{3}|~{3})/.test(line)
}

/** Leaves out a table's head until the line below it says that it is one: it would be shown as text for a moment. */
function withoutUndecidedLine(state: BlockState): BlockState {
  const { open } = state
  if (open?.kind !== 'paragraph') return state
  const feed = open.text.lastIndexOf('\n')
  if (!/^ {0,3}\|/.test(open.text.slice(feed + 1))) return state
  return { ...state, open: feed === -1 ? null : { kind: 'paragraph', text: open.text.slice(0, feed) } }
}
