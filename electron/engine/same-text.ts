/** What is to be known of a model's tokens. */
export interface TokenTexts<T> {
  /** The text of ordinary tokens that follow `before`. */
  textOf: (tokens: readonly T[], before: readonly T[]) => string
  /** Control tokens have no text of their own: they are the same only as themselves. */
  isControl: (token: T) => boolean
}

/** A longer stretch of text that was split into other tokens is not looked for. */
const longestBridge = 24
/** Stands for bytes that are no whole character. */
const brokenCharacter = '\uFFFD'

/**
 * The wanted prompt in the tokens that are in the KV cache already, as far as they say the same.
 *
 * A model does not always split its words the way the tokenizer does, so that an answer that is read again as text would differ from
 * what it was written as, and all that follows would have to be evaluated again. Where the tokens differ but the text is the same, the
 * cached ones are kept.
 */
export function inCachedTokens<T>(wanted: readonly T[], cached: readonly T[], texts: TokenTexts<T>): T[] {
  let inWanted = 0
  let inCached = 0
  for (;;) {
    while (inCached < cached.length && inWanted < wanted.length && cached[inCached] === wanted[inWanted]) {
      inCached++
      inWanted++
    }
    const bridge = sameTextAhead(wanted.slice(inWanted, inWanted + longestBridge), {
      cached: cached.slice(inCached, inCached + longestBridge),
      before: cached.slice(Math.max(0, inCached - longestBridge), inCached),
      texts,
    })
    if (!bridge) return [...cached.slice(0, inCached), ...wanted.slice(inWanted)]
    inCached += bridge.cached
    inWanted += bridge.wanted
  }
}

interface Ahead<T> {
  cached: readonly T[]
  before: readonly T[]
  texts: TokenTexts<T>
}

/** The smallest numbers of tokens on both sides that make the same text; null if there are none. */
function sameTextAhead<T>(wanted: readonly T[], { cached, before, texts }: Ahead<T>): Bridge | null {
  const bridge = { wanted: 1, cached: 1 }
  while (bridge.wanted <= wanted.length && bridge.cached <= cached.length) {
    const ours = wanted.slice(0, bridge.wanted)
    const theirs = cached.slice(0, bridge.cached)
    if (ours.some(texts.isControl) || theirs.some(texts.isControl)) return null
    const ourText = texts.textOf(ours, before)
    const theirText = texts.textOf(theirs, before)
    const isWhole = !ourText.includes(brokenCharacter) && !theirText.includes(brokenCharacter)
    if (isWhole && ourText === theirText && ourText !== '') return bridge
    if (isWhole && !ourText.startsWith(theirText) && !theirText.startsWith(ourText)) return null
    if (ourText.length <= theirText.length) bridge.wanted++
    else bridge.cached++
  }
  return null
}

interface Bridge {
  wanted: number
  cached: number
}
