import { memo } from 'react'
import { ErrorBoundary } from '@renderer/ui/error-boundary.tsx'
import { CodeBlock } from './code-block.tsx'
import { Flow } from './flow.tsx'
import { groupsOf, itemsOf } from './grouped.ts'
import { ListSegment } from './list-segment.tsx'
import { PlainSegment } from './plain-segment.tsx'
import type { MarkdownDocument, Segment } from './segment.ts'
import { TableSegment } from './table-segment.tsx'
import { Tex, TexSource } from './tex.tsx'

/** The segments of a document, in groups: what is finished is not looked at again. */
export function Segments({ segments, open }: MarkdownDocument) {
  const groups = groupsOf(segments)
  return groups.map((group, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- segments are only ever added at the end
    <SegmentGroup key={index} segments={group} open={open && index === groups.length - 1} />
  ))
}

interface SegmentGroupProps {
  segments: readonly Segment[]
  open: boolean
}

const SegmentGroup = memo(function SegmentGroup({ segments, open }: SegmentGroupProps) {
  return (
    <div>
      {segments.map((segment, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- segments are only ever added at the end
        <SegmentView key={index} segment={segment} open={open && index === segments.length - 1} />
      ))}
    </div>
  )
})

interface SegmentViewProps {
  segment: Segment
  /** It is still being written. */
  open: boolean
}

/** One segment; if it cannot be shown as what it is, then as it was written. */
const SegmentView = memo(function SegmentView({ segment, open }: SegmentViewProps) {
  return (
    <ErrorBoundary renderFallback={() => <p className="md-plain">{sourceOf(segment)}</p>}>
      <Formatted segment={segment} open={open} />
    </ErrorBoundary>
  )
})

function Formatted({ segment, open }: SegmentViewProps) {
  switch (segment.kind) {
    case 'flow':
      return <Flow text={segment.text} open={open} />
    case 'code':
      return <CodeBlock info={segment.info} lines={segment.lines} open={open} />
    case 'math':
      return segment.closed ? <Tex tex={segment.tex} display /> : <TexSource tex={segment.tex} display />
    case 'list':
      return <ListSegment ordered={segment.ordered} start={segment.start} items={segment.items} open={open} />
    case 'table':
      return <TableSegment head={segment.head} rows={segment.rows} />
    case 'plain':
      return <PlainSegment pieces={segment.pieces} caret={open} />
  }
}

function sourceOf(segment: Segment): string {
  switch (segment.kind) {
    case 'flow':
      return segment.text
    case 'code':
      return itemsOf(segment.lines).join('')
    case 'math':
      return segment.tex
    case 'list':
      return itemsOf(segment.items).join('\n')
    case 'table':
      return [segment.head, ...itemsOf(segment.rows)].join('\n')
    case 'plain':
      return itemsOf(segment.pieces).join('')
  }
}
