import { useEffect, useMemo, useState } from 'react'
import { prefixOf } from './prefix.ts'
import type { MarkdownDocument } from './segment.ts'

/** What is put on the page at once: more than nearly every answer. */
const firstBudget = 5000
/** What each later task adds. Small enough for a slow computer that is busy with a model. */
const stepBudget = 3000

/**
 * The part of a document that is on the page: of most documents all from the start, of a very long one a beginning that grows a little with each
 * task, so that the page stays responsive. A document that was all there stays so while it is written on.
 */
export function useGrowingPart(document: MarkdownDocument): MarkdownDocument {
  const [budget, setBudget] = useState(() => (prefixOf(document.segments, firstBudget).whole ? Infinity : firstBudget))
  const part = useMemo(() => {
    if (budget === Infinity) return document
    const { segments, whole } = prefixOf(document.segments, budget)
    return { segments, open: document.open && whole }
  }, [document, budget])

  const whole = part.segments === document.segments
  useEffect(() => {
    if (budget === Infinity) return
    const timer = setTimeout(() => setBudget(whole ? Infinity : budget + stepBudget))
    return () => clearTimeout(timer)
  }, [budget, whole])
  return part
}
