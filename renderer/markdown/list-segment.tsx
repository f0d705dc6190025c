import { memo } from 'react'
import { Flow } from './flow.tsx'
import { groupsOf, type Grouped } from './grouped.ts'

interface ListSegmentProps {
  ordered: boolean
  start: number
  /** Each with its marker. */
  items: Grouped<string>
  /** The last one is still being written. */
  open: boolean
}

/** A list, item by item. */
export function ListSegment({ ordered, start, items, open }: ListSegmentProps) {
  const groups = groupsOf(items)
  const content = groups.map((group, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- items are only ever added at the end
    <ItemGroup key={index} items={group} open={open && index === groups.length - 1} />
  ))
  return ordered ? <ol start={start}>{content}</ol> : <ul>{content}</ul>
}

interface ItemGroupProps {
  items: readonly string[]
  open: boolean
}

const ItemGroup = memo(function ItemGroup({ items, open }: ItemGroupProps) {
  return items.map((item, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- items are only ever added at the end
    <Flow key={index} text={item} as="item" open={open && index === items.length - 1} />
  ))
})
