import type { ExtraProps, Options } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import { mathSyntax } from './math-syntax.ts'

/** An element of the tree that react-markdown renders. */
export type TreeElement = NonNullable<ExtraProps['node']>
/** The tree itself. */
export interface Tree {
  children: TreeElement['children']
}

/**
 * HTML is text. What refers to another part of an answer is text, too: a segment does not know the others, and nothing that was
 * written may vanish.
 */
const unused = [
  'mathText', // mathSyntax knows more
  'htmlFlow',
  'htmlText',
  'definition',
  'gfmFootnoteDefinition',
  'gfmFootnoteCall',
  'gfmPotentialFootnoteCall',
]

/** What every piece of markdown is parsed with. */
export const remarkPlugins: Options['remarkPlugins'] = [
  [remarkGfm, { singleTilde: false }],
  remarkMath,
  hearthSyntax,
  markDisplayMath,
  endBareAddresses,
]

function hearthSyntax(this: { data(): object }): void {
  const data: { micromarkExtensions?: unknown[] } = this.data()
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), mathSyntax, { disable: { null: unused } }]
}

interface MarkdownNode {
  type: string
  value?: string
  url?: string
  children?: MarkdownNode[]
  position?: { start: { offset?: number | undefined } } | undefined
  data?: { hProperties?: { className?: unknown } }
}

/** `$$x$$` and `\[x\]` within a paragraph are display math all the same. */
function markDisplayMath() {
  return (tree: MarkdownNode, file: { value: unknown }): void => {
    const source = String(file.value)
    const visit = (node: MarkdownNode): void => {
      if (node.type === 'inlineMath' && opensDisplay(source, node.position?.start.offset)) {
        if (node.data?.hProperties) node.data.hProperties.className = ['language-math', 'math-display']
      }
      node.children?.forEach(visit)
    }
    visit(tree)
  }
}

/**
 * A bare address ends where no address goes on, at a quotation mark or an angle bracket: in HTML that is shown as text, `src="https://…">`,
 * it would have them at its end.
 */
function endBareAddresses() {
  return (tree: MarkdownNode, file: { value: unknown }): void => {
    const source = String(file.value)
    const visit = (node: MarkdownNode): void => {
      if (!node.children) return
      node.children = node.children.flatMap((child) => endedAddress(child, source) ?? child)
      node.children.forEach(visit)
    }
    visit(tree)
  }
}

/** The link as far as it is an address, and the rest as text; null: it is no bare address, or nothing else. */
function endedAddress(node: MarkdownNode, source: string): MarkdownNode[] | null {
  const [text] = node.children ?? []
  if (node.type !== 'link' || node.url === undefined || text?.value === undefined) return null
  if (!source.startsWith(text.value, node.position?.start.offset)) return null
  const end = text.value.search(/["<>]/)
  if (end === -1) return null
  const rest = text.value.slice(end)
  const address = {
    ...node,
    url: node.url.slice(0, -rest.length),
    children: [{ ...text, value: text.value.slice(0, end) }],
  }
  return [address, { type: 'text', value: rest }]
}

function opensDisplay(source: string, offset = 0): boolean {
  return source.startsWith('$$', offset) || source.startsWith('\\[', offset)
}
