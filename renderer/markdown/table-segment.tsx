import { memo } from 'react'
import { Flow } from './flow.tsx'
import { groupsOf, type Grouped } from './grouped.ts'
import { TableBox } from './table-box.tsx'

interface TableSegmentProps {
  /** The row of names and the delimiter row below it. */
  head: string
  rows: Grouped<string>
}

/** A table, row by row. */
export function TableSegment({ head, rows }: TableSegmentProps) {
  const above = emptyHead(head)
  return (
    <TableBox>
      <thead>
        <Flow text={head} as="row" />
      </thead>
      <tbody>
        {groupsOf(rows).map((group, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows are only ever added at the end
          <RowGroup key={index} above={above} rows={group} />
        ))}
      </tbody>
    </TableBox>
  )
}

const RowGroup = memo(function RowGroup({ above, rows }: { above: string; rows: readonly string[] }) {
  return rows.map((row, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- rows are only ever added at the end
    <Flow key={index} text={`${above}\n${row}`} as="row" />
  ))
})

/** A head without names above the same delimiters: what a single row needs to be parsed as one. */
function emptyHead(head: string): string {
  const delimiters = head.slice(head.lastIndexOf('\n') + 1)
  const columns = delimiters.match(/-+/g)?.length ?? 1
  return `|${' |'.repeat(columns)}\n${delimiters}`
}
