/** A text longer than this, in characters or lines, is folded. */
const longText = 6000
const manyLines = 60
/** What of it is shown then. */
const shownText = 1200
const shownLines = 16
/** What may be the beginning of a word only, where words have spaces between them; otherwise a character. */
const lastWord = /(?<=\s)\S{1,40}$|.$/su
/** About as long are the pieces in which a very long text is laid out. */
const pieceLength = 8000

/** The beginning of a text that is too long to be shown at once; null where it is not. */
export function foldedText(text: string): string | null {
  if (text.length <= longText && !hasMoreLines(text, manyLines)) return null
  const beginning = text.slice(0, shownText + 1).replace(lastWord, '')
  return beginning.split('\n').slice(0, shownLines).join('\n').trimEnd()
}

/** The text in pieces that each end at a line's end, where its lines are not longer than that. */
export function inPieces(text: string): string[] {
  const pieces: string[] = []
  for (let from = 0; from < text.length;) {
    const feed = text.indexOf('\n', from + pieceLength)
    const end = feed === -1 || feed > from + 2 * pieceLength ? from + 2 * pieceLength : feed + 1
    pieces.push(text.slice(from, end))
    from = end
  }
  return pieces
}

function hasMoreLines(text: string, limit: number): boolean {
  let at = -1
  for (let lines = 0; lines < limit; lines++) {
    at = text.indexOf('\n', at + 1)
    if (at === -1) return false
  }
  return true
}
