/** Sizes that people choose, in tokens; others can be typed. */
const usual = [2048, 4096, 8192, 16_384, 32_768]
/** As many as stand beside each other. */
const most = 4

/** The largest of the usual sizes that a model was trained for (`trainedFor` tokens; null: not known). */
export function contextSizes(trainedFor: number | null): number[] {
  return usual.filter((size) => size <= (trainedFor ?? Infinity)).slice(-most)
}

/** About how many pages of a book so many tokens are: three words to four tokens, five hundred words to a page. */
export function pagesOf(tokens: number): number {
  return Math.max(1, Math.round((tokens * 0.75) / 500))
}
