import { memo } from 'react'
import { Caret } from './caret.tsx'
import { groupsOf, type Grouped } from './grouped.ts'

/** Text that is shown as it was written. */
export function PlainSegment({ pieces, caret }: { pieces: Grouped<string>; caret: boolean }) {
  const groups = groupsOf(pieces)
  return (
    <div className="md-plain" dir="auto">
      {groups.map((group, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- pieces are only ever added at the end
        <PieceGroup key={index} pieces={group} />
      ))}
      {caret && <Caret />}
    </div>
  )
}

/** A piece that is whole lines is laid out by itself. Pieces of one endless line stay on it. */
const PieceGroup = memo(function PieceGroup({ pieces }: { pieces: readonly string[] }) {
  return pieces.map((piece, index) => {
    const whole = piece.endsWith('\n') && (pieces[index - 1] ?? '\n').endsWith('\n')
    return (
      // oxlint-disable-next-line react/no-array-index-key -- pieces are only ever added at the end
      <span key={index} className={whole ? 'md-plain-lines' : undefined}>
        {piece}
      </span>
    )
  })
})
