import { memo, useMemo } from 'react'
import Markdown, { type Options } from 'react-markdown'
import remend from 'remend'
import { Caret } from './caret.tsx'
import { elements } from './elements.tsx'
import { proseOf } from './prose.ts'
import { remarkPlugins } from './syntax.ts'
import { appendCaret, unwrapItem, unwrapRow } from './tree.ts'

const plugins = {
  block: { done: [], open: [appendCaret] },
  item: { done: [unwrapItem], open: [unwrapItem, appendCaret] },
  row: { done: [unwrapRow], open: [unwrapRow] },
} satisfies Record<string, Record<string, Options['rehypePlugins']>>

/** What only closes emphasis: the finished text is shown without it and must look the same. */
const closings = {
  linkMode: 'text-only',
  images: false,
  comparisonOperators: false,
  htmlTags: false,
  setextHeadings: false,
  singleTilde: false,
  katex: false,
} as const

interface FlowProps {
  text: string
  /** What the text is: blocks, one item of a list with its marker, or a table's row below its delimiter. */
  as?: keyof typeof plugins
  /** It is still being written. */
  open?: boolean
}

/** Markdown, through the parser where it has to be: no HTML, no address that the page could follow. */
export const Flow = memo(function Flow({ text, as = 'block', open = false }: FlowProps) {
  const prose = useMemo(() => (as === 'block' ? proseOf(text) : null), [text, as])
  return prose ? <Prose pieces={prose} caret={open} /> : <Parsed text={text} as={as} open={open} />
})

function Prose({ pieces, caret }: { pieces: readonly string[]; caret: boolean }) {
  return (
    <p dir="auto">
      {pieces}
      {caret && <Caret />}
    </p>
  )
}

function Parsed({ text, as, open }: Required<FlowProps>) {
  const closed = useMemo(() => (open ? remend(text, closings) : text), [text, open])
  return (
    <Markdown
      remarkPlugins={remarkPlugins}
      rehypePlugins={plugins[as][open ? 'open' : 'done']}
      components={elements}
      urlTransform={asWritten}
    >
      {closed}
    </Markdown>
  )
}

/** Link and image decide themselves what an address is good for. */
function asWritten(address: string): string {
  return address
}
