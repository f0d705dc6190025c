/** The opening line of fenced code. */
export interface Fence {
  character: string
  length: number
  indent: number
  info: string
}

/** The marker of a list item and the column where its content begins. */
export interface ListMarker {
  ordered: boolean
  /** The bullet, or what stands behind the number: items of one list share it. */
  delimiter: string
  start: number
  contentIndent: number
  empty: boolean
}

/** The opening line of display math. */
export interface MathOpening {
  close: '$$' | '\\]'
  tex: string
  closed: boolean
}

const tabStop = 4

/** Columns of white space before the first character. */
export function indentOf(line: string): number {
  let column = 0
  for (const character of line) {
    if (character === ' ') column += 1
    else if (character === '\t') column += tabStop - (column % tabStop)
    else break
  }
  return column
}

/** Nothing but white space. */
export function isBlank(line: string): boolean {
  return /^[ \t\r]*$/.test(line)
}

/** `---`, `***`, `_ _ _`: a rule across the page. */
export function isThematicBreak(line: string): boolean {
  return /^ {0,3}(?:-[ \t]*(?:-[ \t]*){2,}|\*[ \t]*(?:\*[ \t]*){2,}|_[ \t]*(?:_[ \t]*){2,})$/.test(line)
}

/** `# Heading`. */
export function isHeading(line: string): boolean {
  return /^ {0,3}#{1,6}(?:[ \t]|$)/.test(line)
}

/** The line under a paragraph that makes it a heading. */
export function isHeadingUnderline(line: string): boolean {
  return /^ {0,3}(?:=+|-+)[ \t]*$/.test(line)
}

/** `> quoted`. */
export function isQuote(line: string): boolean {
  return /^ {0,3}>/.test(line)
}

/** The fence that this line opens, if it does. */
export function fenceOf(line: string): Fence | null {
  const match = /^( {0,3})(`{3,}|~{3,})(.*)$/.exec(line)
  if (!match) return null
  const [, spaces = '', marks = '', info = ''] = match
  if (marks.startsWith('`') && info.includes('`')) return null
  return { character: marks.charAt(0), length: marks.length, indent: spaces.length, info: info.trim() }
}

/** Whether this line ends the code that `fence` began. */
export function closesFence(line: string, fence: Fence): boolean {
  const match = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)
  const marks = match?.[1] ?? ''
  return marks.startsWith(fence.character) && marks.length >= fence.length
}

/** The list marker that this line begins with, if it does. */
export function listMarkerOf(line: string): ListMarker | null {
  const match = /^( {0,3})([-+*]|\d{1,9}[.)])([ \t].*)?$/.exec(line)
  if (!match) return null
  const [, spaces = '', mark = '', rest = ''] = match
  const markEnd = spaces.length + mark.length
  const empty = isBlank(rest)
  const ordered = mark.length > 1
  const gap = indentOf(' '.repeat(markEnd) + rest) - markEnd
  return {
    ordered,
    delimiter: mark.slice(-1),
    start: ordered ? Number(mark.slice(0, -1)) : 1,
    // Five columns and more are one column and indented code.
    contentIndent: markEnd + (empty || gap > tabStop ? 1 : gap),
    empty,
  }
}

/** Whether this marker may end a paragraph: as in `14. Chapter`, not every number at the start of a line begins a list. */
export function interruptsParagraph(marker: ListMarker): boolean {
  return !marker.empty && (!marker.ordered || marker.start === 1)
}

/** Whether this line stands between a table's head and its rows. */
export function isTableDelimiter(line: string): boolean {
  return /[|:]/.test(line) && /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/.test(line)
}

/** Cells of a table's row. */
export function cellCount(line: string): number {
  const cells = line.trim().replace(/^\|/, '').replace(/\\./g, '').replace(/\|$/, '')
  return cells.split('|').length
}

/** The display math that this line opens: `$$`, `$$ x`, `$$ x $$`, `\[`, … */
export function mathOpeningOf(line: string): MathOpening | null {
  const match = /^ {0,3}(\$\$|\\\[)(.*)$/.exec(line)
  if (!match) return null
  const close = match[1] === '$$' ? '$$' : '\\]'
  const tex = (match[2] ?? '').trim()
  const end = tex.indexOf(close)
  if (end === -1) return { close, tex, closed: false }
  // Only when nothing follows: `$$x$$ and $$y$$` is a sentence.
  return end > 0 && end === tex.length - close.length ? { close, tex: tex.slice(0, end).trim(), closed: true } : null
}

/** Containers that this line opens one inside the other: `> - 1. a` opens three. */
export function nestingOf(line: string): number {
  const prefix = /^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t]))*/.exec(line)?.[0] ?? ''
  return prefix.match(/[>\-+*.)]/g)?.length ?? 0
}
