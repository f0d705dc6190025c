import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { Grouped } from '../grouped.ts'
import { Highlighter, type HighlightedLines } from './highlighter.ts'

const highlighter = new Highlighter(() => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }))

/** The tokens of code as far as they are known; behind them it is plain. */
export function useHighlight(lines: Grouped<string>, language: string): HighlightedLines {
  const block = useMemo(() => highlighter.block(language), [language])
  useEffect(() => {
    if (language !== '') block.show(lines)
  }, [block, language, lines])
  useEffect(() => () => block.drop(), [block])
  return useSyncExternalStore(block.subscribe, block.tokens, block.tokens)
}
