import { LineTokenizer } from './line-tokenizer.ts'
import type { HighlightReply, HighlightRequest } from './token.ts'

/** Lines in a reply: a long block is coloured piece by piece. */
const linesPerReply = 25

/** Answers the requests of a page, each block's in their order. */
export class HighlightService {
  readonly #reply: (reply: HighlightReply) => void
  /** What each block came to; requests wait for one another. */
  readonly #blocks = new Map<number, Promise<LineTokenizer | null>>()

  constructor(reply: (reply: HighlightReply) => void) {
    this.#reply = reply
  }

  /** Takes a request; the replies come when they come. */
  take(request: HighlightRequest): void {
    const { block } = request
    if (request.type === 'drop') {
      this.#blocks.delete(block)
      return
    }
    const known = this.#blocks.get(block) ?? LineTokenizer.for(request.language)
    const done = known.then((tokenizer) => this.#tokenize(block, tokenizer, request.lines))
    this.#blocks.set(
      block,
      done.catch(() => this.#tokenize(block, null, request.lines)),
    )
  }

  #tokenize(block: number, tokenizer: LineTokenizer | null, lines: readonly string[]): LineTokenizer | null {
    if (tokenizer === null) {
      this.#reply({ block, lines: null })
      return null
    }
    for (let from = 0; from < lines.length; from += linesPerReply) {
      this.#reply({ block, lines: lines.slice(from, from + linesPerReply).map((line) => tokenizer.next(line)) })
    }
    return tokenizer
  }
}
