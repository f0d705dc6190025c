import { memo } from 'react'
import { Caret } from './caret.tsx'
import { groupsOf, type Grouped } from './grouped.ts'
import type { HighlightedLines } from './highlight/highlighter.ts'
import type { Token } from './highlight/token.ts'

interface CodeLinesProps {
  lines: Grouped<string>
  tokens: HighlightedLines
  /** Behind the last line. */
  caret: boolean
}

const none: readonly (readonly Token[])[] = []

/** Lines of code in groups that are not looked at again once they are full and coloured. */
export function CodeLines({ lines, tokens, caret }: CodeLinesProps) {
  const groups = groupsOf(lines)
  return (
    <code>
      {groups.map((group, index) => (
        <LineGroup
          // oxlint-disable-next-line react/no-array-index-key -- lines are only ever added at the end
          key={index}
          lines={group}
          tokens={tokens.full[index] ?? (index === tokens.full.length ? tokens.last : none)}
          caret={caret && index === groups.length - 1}
        />
      ))}
    </code>
  )
}

interface LineGroupProps {
  lines: readonly string[]
  tokens: readonly (readonly Token[])[]
  caret: boolean
}

const LineGroup = memo(function LineGroup({ lines, tokens, caret }: LineGroupProps) {
  return (
    <span className="md-code-group">
      {lines.map((line, index) => (
        <Line
          // oxlint-disable-next-line react/no-array-index-key -- lines are only ever added at the end
          key={index}
          line={line}
          tokens={tokens[index]}
          caret={caret && index === lines.length - 1}
        />
      ))}
    </span>
  )
})

interface LineProps {
  line: string
  tokens: readonly Token[] | undefined
  caret: boolean
}

const Line = memo(function Line({ line, tokens, caret }: LineProps) {
  const feed = line.endsWith('\n') ? '\n' : ''
  return (
    <>
      {tokens?.map(coloured) ?? line.slice(0, line.length - feed.length)}
      {caret ? <Caret /> : feed}
    </>
  )
})

function coloured({ text, kind }: Token, index: number) {
  return kind === 'plain' ? (
    text
  ) : (
    <span key={index} data-token={kind}>
      {text}
    </span>
  )
}
