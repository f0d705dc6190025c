import { memo } from 'react'
import { Late, useLate } from '@renderer/ui/late.ts'

/** The typesetter with its fonts: a quarter of a megabyte that most conversations never need. */
export const typesetter = new Late(() => import('./typeset.tsx'))

/** Longer or deeper formulas are shown as they were written: typesetting would stall the page. */
const longestFormula = 1500
const deepestFormula = 24

interface TexProps {
  tex: string
  display: boolean
}

/** A formula: its source until it can be typeset, or if it cannot be. */
export const Tex = memo(function Tex({ tex, display }: TexProps) {
  const wanted = tex.length <= longestFormula && depthOf(tex) <= deepestFormula
  const loaded = useLate(typesetter, wanted)
  if (!wanted || !loaded) return <TexSource tex={tex} display={display} />
  return <loaded.Typeset tex={tex} display={display} />
})

/** A formula as it was written. */
export function TexSource({ tex, display }: TexProps) {
  return (
    <code className={display ? 'md-tex md-tex-display' : 'md-tex'} dir="ltr" translate="no">
      {tex}
    </code>
  )
}

/** Groups one inside the other, at the most. */
function depthOf(tex: string): number {
  let depth = 0
  let deepest = 0
  for (const [mark] of tex.matchAll(/\\(?:begin|left)(?![a-z])|\\(?:end|right)(?![a-z])|\\[{}]|[{}]/g)) {
    if (mark === '{' || mark === '\\begin' || mark === '\\left') depth += 1
    else if (mark === '}' || mark === '\\end' || mark === '\\right') depth -= 1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}
