/** One line that begins with a letter or an opening mark, and has no character that markdown, its extensions or an address begin with. */
const plainLine = /^[\p{L}"“‘'(（「『《][^\p{Cc}\p{Zl}\p{Zp}*_`[\]<>&\\~$|@]*$/u
/** What becomes a link without any of those. */
const address = /:\/\/|www\./i
/** A piece ends behind the first gap after so many characters. */
const pieces = /.{100,}?(?:\s+(?=\S)|[，。、；：！？])|.+/gu

/**
 * The pieces of a paragraph that says the same with and without markdown, as most that is written does: it needs no parser, however often
 * it is shown while it grows, and a browser that is given it in pieces paints only the last one again. null: it needs the parser.
 */
export function proseOf(text: string): readonly string[] | null {
  const line = text.slice(0, lengthOfText(text))
  return plainLine.test(line) && !address.test(line) ? (line.match(pieces) ?? null) : null
}

/** Without the space at its end that markdown leaves out: not every character that is a space. */
function lengthOfText(text: string): number {
  let length = text.length
  while (length > 0 && ' \t\n\r'.includes(text.charAt(length - 1))) length -= 1
  return length
}
