import { memo } from 'react'
import type { Message } from '@contract/message.ts'
import { MarkdownView } from '@renderer/markdown/markdown.tsx'
import type { LiveAnswer } from '../thread/live-answer.ts'
import type { ShownPart } from '../thread/shown-part.ts'
import { useShownParts } from '../thread/use-live.ts'
import { Reasoning } from './reasoning.tsx'
import { RunningPhase } from './running-phase.tsx'
import './answer.css'

interface AnswerPartsProps {
  parts: readonly ShownPart[]
  /** The last one is being written. */
  writing: boolean
}

/** The parts of an answer in their order. */
const AnswerParts = memo(function AnswerParts({ parts, writing }: AnswerPartsProps) {
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

interface ShownPartsProps {
  message: Message
  /** Set while it is being written. */
  live: LiveAnswer | null
  model: string
}

/** What is there of an answer, and what is being done while it is written. It ends in its place: nothing is put on the page anew. */
export function ShownParts({ message, live, model }: ShownPartsProps) {
  const parts = useShownParts(message, live)
  return (
    <>
      <AnswerParts parts={parts} writing={live !== null} />
      {live && <RunningPhase live={live} model={model} hasText={parts.length > 0} />}
    </>
  )
}
