import './markdown.css'
import type { MarkdownDocument } from './segment.ts'
import { Segments } from './segments.tsx'
import { useGrowingPart } from './use-growing-part.ts'

/** Markdown, complete or still being written. What is finished of it is not looked at again. */
export function MarkdownView({ document }: { document: MarkdownDocument }) {
  const { segments, open } = useGrowingPart(document)
  return (
    <div className="markdown">
      <Segments segments={segments} open={open} />
    </div>
  )
}
