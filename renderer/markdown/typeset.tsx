import 'katex/dist/katex.min.css'
import katex from 'katex'
import { useLayoutEffect, useRef } from 'react'
import { Turns } from './turns.ts'

/** Nothing that links, loads or styles from within a formula, no endless macros, nothing larger than the page. */
export const bounds = {
  trust: false,
  strict: 'ignore', // what LaTeX would frown upon, as Chinese within math, is shown all the same
  maxExpand: 500,
  maxSize: 20,
  output: 'htmlAndMathml',
  errorColor: 'var(--rust-text)',
} as const

interface TypesetProps {
  tex: string
  display: boolean
}

const turns = new Turns()

/** A formula typeset by KaTeX, which makes elements and no HTML; its source until its turn comes, and if it is none. */
export function Typeset({ tex, display }: TypesetProps) {
  const place = useRef<HTMLSpanElement>(null)

  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    showSource(element, tex, display)
    return turns.take(() => {
      try {
        katex.render(tex, element, { ...bounds, displayMode: display })
        delete element.dataset['source']
      } catch {
        showSource(element, tex, display)
      }
    })
  }, [tex, display])

  return <span ref={place} className="md-formula" dir="ltr" translate="no" />
}

function showSource(element: HTMLElement, tex: string, display: boolean): void {
  element.textContent = tex
  element.dataset['source'] = display ? 'display' : 'inline'
}
