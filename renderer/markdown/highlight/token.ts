/** What a piece of code is; the style sheet knows the colour. */
export type TokenKind = 'plain' | 'keyword' | 'string' | 'comment' | 'removed'

/** A piece of a line of code. */
export interface Token {
  readonly text: string
  readonly kind: TokenKind
}

/** What the page says to the highlighter. Lines are added to a block; a block that is gone is dropped. */
export type HighlightRequest =
  | { type: 'lines'; block: number; language: string; lines: readonly string[] }
  | { type: 'drop'; block: number }

/** What it answers: the tokens of the next lines of a block; null when it knows no such language. */
export interface HighlightReply {
  block: number
  lines: readonly (readonly Token[])[] | null
}
