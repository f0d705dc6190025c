/** Longest title: display columns, of which a Chinese, Japanese or Korean character takes two. */
const maxColumns = 48
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60]/u
/** Bounds what piles up on one character. */
const maxLength = 200
const readable = /[\p{L}\p{N}\p{P}\p{S}]/u
const untitled = '…'

/** A title made of the first words of what the person wrote, without markup. '…' when nothing of it can be read. */
export function firstWords(text: string): string {
  // Long pastes: what a title can show is at the beginning.
  const beginning = text.slice(0, 4000)
  const plain = [withoutMarkup(beginning), flat(beginning)].find((words) => readable.test(words))
  return plain === undefined ? untitled : cut(plain)
}

function withoutMarkup(text: string): string {
  const plain = text
    .replaceAll(/^[ \t]*(```|~~~)[\s\S]*?(^[ \t]*\1|$(?![\s\S]))/gm, ' ')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\b(?:https?|ftp|file):\/\/\S+|\bwww\.\S+/gi, ' ')
    // Tags, but neither a comparison nor Vec<String>.
    .replaceAll(/<\/[a-z][a-z0-9-]*>|(?<![\p{L}\p{N}])<[a-z][a-z0-9-]*(?: [^<>\n]*=[^<>\n]*)? ?\/?>/giu, ' ')
    .replaceAll(/^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\d+[.)][ \t]+|[-=_*]{3,}[ \t]*$)/gm, ' ')
    .replaceAll(/(\*\*|~~|`)(?=\S)([^\n]*?\S)\1/g, '$2')
    // Within a word or a number it is no emphasis: 2*3*4, snake__case__name.
    .replaceAll(/(?<![A-Za-z0-9_*])(__|\*|_)(?=[^\s*_])([^\n]*?[^\s*_])\1(?![A-Za-z0-9_*])/g, '$2')
  return flat(plain).replaceAll(/^["'“”‘’«»„「」『』\s]+|["'“”‘’«»„「」『』\s]+$/gu, '')
}

/** One line, without control characters and what turns the direction of text around. Joiners hold words and emoji together. */
function flat(text: string): string {
  return text.replaceAll(/(?:[\p{Cc}\p{Z}]|(?![\u200c\u200d])\p{Cf})+/gu, ' ').trim()
}

/** The longest beginning that fits, cut between words where the language has them. */
function cut(text: string): string {
  let columns = 0
  let end = 0
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    columns += wide.test(segment) ? 2 : 1
    if (columns > maxColumns || end + segment.length > maxLength) return beforeBrokenWord(text, end)
    end += segment.length
  }
  return text
}

function beforeBrokenWord(text: string, end: number): string {
  const kept = text.slice(0, end)
  const breaksWord = !/\s/.test(text.charAt(end)) && !wide.test(text.slice(end - 1, end + 1))
  const space = kept.lastIndexOf(' ')
  const whole = breaksWord && space > end / 2 ? kept.slice(0, space) : kept
  return `${whole.replace(/[\s,;:.!?，。；：！？、—–-]+$/u, '')}…`
}
