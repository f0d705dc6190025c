import { useState } from 'react'
import { CodeBlock } from './code-block.tsx'
import { append, emptyGrouped, type Grouped } from './grouped.ts'

/** Code within a list or a quote, which comes as one text. */
export function NestedCode({ info, text }: { info: string; text: string }) {
  const [growing] = useState(() => new GrowingLines())
  return <CodeBlock info={info} lines={growing.of(text)} />
}

/** Splits a text that grows at its end; lines that were there keep their groups. */
class GrowingLines {
  #text = ''
  #finished = ''
  #finishedLines: Grouped<string> = emptyGrouped
  #lines: Grouped<string> = emptyGrouped

  of(text: string): Grouped<string> {
    if (text === this.#text && text !== '') return this.#lines
    if (!text.startsWith(this.#finished)) {
      this.#finished = ''
      this.#finishedLines = emptyGrouped
    }
    const end = text.lastIndexOf('\n') + 1
    for (const line of text.slice(this.#finished.length, end).match(/[^\n]*\n/g) ?? []) {
      this.#finishedLines = append(this.#finishedLines, line)
    }
    this.#text = text
    this.#finished = text.slice(0, end)
    this.#lines = end < text.length ? append(this.#finishedLines, text.slice(end)) : this.#finishedLines
    return this.#lines
  }
}
