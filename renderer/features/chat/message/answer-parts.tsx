import { memo } from 'react'
import { MarkdownView } from '../markdown/markdown.tsx'
import type { LiveAnswer } from '../thread/live-answer.ts'
import type { ShownPart } from '../thread/shown-part.ts'
import { useLiveParts } from '../thread/use-live.ts'
import { Reasoning } from './reasoning.tsx'
import { RunningPhase } from './running-phase.tsx'
import './answer.css'

interface AnswerPartsProps {
  parts: readonly ShownPart[]
  /** The last one is being written. */
  writing: boolean
}

/** The parts of an answer in their order. */
export const AnswerParts = memo(function AnswerParts({ parts, writing }: AnswerPartsProps) {
  return parts.map((part, index) => {
    const isWritten = writing && index === parts.length - 1
    return part.type === 'reasoning' ? (
      // Parts are only ever added at the end.
      // oxlint-disable-next-line react/no-array-index-key
      <Reasoning key={index} part={part} writing={isWritten} />
    ) : (
      // oxlint-disable-next-line react/no-array-index-key
      <div key={index} data-writing={isWritten || undefined} className="answer-text text-conversation">
        <MarkdownView document={part.document} />
      </div>
    )
  })
})

/** An answer while it is being written: what is there, and what is being done. */
export function LiveParts({ live, model }: { live: LiveAnswer; model: string }) {
  const parts = useLiveParts(live)
  return (
    <>
      <AnswerParts parts={parts} writing />
      <RunningPhase live={live} model={model} hasText={parts.length > 0} />
    </>
  )
}
