import { append, emptyGrouped, itemsBetween, sizeOf, type Grouped } from '../grouped.ts'
import type { HighlightReply, HighlightRequest, Token } from './token.ts'

/** What of a `Worker` is needed. */
export interface HighlightThread {
  postMessage(request: HighlightRequest): void
  terminate(): void
  addEventListener(type: 'message', listener: (event: MessageEvent<HighlightReply>) => void): void
}

/** An expression that takes longer than this will not end (ms). */
const patience = 15_000

/** The tokens of a block's lines, as far as they are known. */
export type HighlightedLines = Grouped<readonly Token[]>

/** One block of code on the page. */
export class HighlightedBlock {
  readonly language: string
  #tokens: HighlightedLines = emptyGrouped
  readonly #highlighter: Highlighter
  readonly #listeners = new Set<() => void>()

  constructor(highlighter: Highlighter, language: string) {
    this.#highlighter = highlighter
    this.language = language
  }

  /** For `useSyncExternalStore`. */
  readonly tokens = (): HighlightedLines => this.#tokens

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Takes the block's lines: those of before, and what was added since. The last may still be growing. */
  show(lines: Grouped<string>): void {
    this.#highlighter.send(this, lines)
  }

  /** Nothing is shown of it any more. */
  drop(): void {
    this.#highlighter.drop(this)
    this.#tokens = emptyGrouped
  }

  /** Takes the tokens of the next lines. */
  add(lines: readonly (readonly Token[])[]): void {
    for (const line of lines) this.#tokens = append(this.#tokens, line)
    for (const listener of this.#listeners) listener()
  }

  /** Forgets what is known, because it is asked for again. */
  restart(): void {
    this.#tokens = emptyGrouped
  }
}

/** What was asked about a block. */
interface Inquiry {
  id: number
  block: HighlightedBlock
  lines: Grouped<string>
  sent: number
  answered: number
  /** There is no use in asking more. */
  over: boolean
}

/** Highlights the blocks on the page in a thread of its own, which is started with the first and replaced when it hangs. */
export class Highlighter {
  readonly #start: () => HighlightThread
  #thread: HighlightThread | null = null
  #lastId = 0
  readonly #inquiries = new Map<HighlightedBlock, Inquiry>()
  #watch: ReturnType<typeof setTimeout> | undefined

  constructor(start: () => HighlightThread) {
    this.#start = start
  }

  /** A block of code in this language. */
  block(language: string): HighlightedBlock {
    return new HighlightedBlock(this, language)
  }

  /** Asks for what was added to a block. */
  send(block: HighlightedBlock, lines: Grouped<string>): void {
    const inquiry = this.#inquiries.get(block) ?? this.#begin(block)
    inquiry.lines = lines
    this.#ask(inquiry)
  }

  /** Forgets a block. */
  drop(block: HighlightedBlock): void {
    const inquiry = this.#inquiries.get(block)
    if (!inquiry) return
    this.#inquiries.delete(block)
    this.#thread?.postMessage({ type: 'drop', block: inquiry.id })
  }

  #begin(block: HighlightedBlock): Inquiry {
    this.#lastId += 1
    const inquiry = { id: this.#lastId, block, lines: emptyGrouped, sent: 0, answered: 0, over: false }
    this.#inquiries.set(block, inquiry)
    return inquiry
  }

  #ask(inquiry: Inquiry): void {
    const count = finishedLines(inquiry.lines)
    if (inquiry.over || count <= inquiry.sent) return
    const lines = itemsBetween(inquiry.lines, inquiry.sent, count)
    inquiry.sent = count
    this.#running().postMessage({ type: 'lines', block: inquiry.id, language: inquiry.block.language, lines })
    this.#watchOver()
  }

  #running(): HighlightThread {
    if (this.#thread) return this.#thread
    const thread = this.#start()
    thread.addEventListener('message', ({ data }) => this.#take(data))
    this.#thread = thread
    return thread
  }

  #take({ block: id, lines }: HighlightReply): void {
    const inquiry = [...this.#inquiries.values()].find((one) => one.id === id)
    if (inquiry) {
      inquiry.answered = lines ? inquiry.answered + lines.length : inquiry.sent
      inquiry.over ||= lines === null
      if (lines) inquiry.block.add(lines)
    }
    clearTimeout(this.#watch)
    this.#watch = undefined
    this.#watchOver()
  }

  #waiting(): Inquiry[] {
    return [...this.#inquiries.values()].filter(({ sent, answered, over }) => !over && answered < sent)
  }

  #watchOver(): void {
    if (this.#watch === undefined && this.#waiting().length > 0) {
      this.#watch = setTimeout(() => this.#replaceThread(), patience)
    }
  }

  /** The block whose turn it was stays as it is; all others are asked for again. */
  #replaceThread(): void {
    this.#watch = undefined
    this.#thread?.terminate()
    this.#thread = null
    const [hanging] = this.#waiting()
    if (hanging) hanging.over = true
    const others = [...this.#inquiries.values()].filter(({ over }) => !over)
    for (const { block, lines } of others) {
      block.restart()
      this.#inquiries.delete(block)
      this.send(block, lines)
    }
  }
}

/** How many lines are finished: all but a last one without its line feed. */
function finishedLines(lines: Grouped<string>): number {
  const last = lines.last.at(-1) ?? lines.full.at(-1)?.at(-1)
  return sizeOf(lines) - (last === undefined || last.endsWith('\n') ? 0 : 1)
}
