import type { Tree, TreeElement } from './syntax.ts'

type TreeNode = TreeElement['children'][number]

/** Where the text of the answer goes on: inside the last of these, not behind it. */
const containers = new Set(['p', 'ul', 'ol', 'li', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'div'])

/** Puts a caret behind the last word. */
export function appendCaret() {
  return (tree: Tree): void => {
    let at: Tree = tree
    for (let last = lastElement(at); last && containers.has(last.tagName); last = lastElement(at)) at = last
    at.children.push({ type: 'element', tagName: 'span', properties: { dataCaret: '' }, children: [] })
  }
}

/** Leaves of a list with one item the item alone. Whatever else the text turned out to be becomes the item's content. */
export function unwrapItem() {
  return (tree: Tree): void => {
    const list = elementsOf(tree).find(({ tagName }) => tagName === 'ul' || tagName === 'ol')
    const items = list ? elementsOf(list).filter(({ tagName }) => tagName === 'li') : []
    const [item] = items
    const alone = item && items.length === 1 && elementsOf(tree).length === 1
    if (alone) tree.children = [item]
    else tree.children = [{ type: 'element', tagName: 'li', properties: {}, children: tree.children.filter(isContent) }]
  }
}

/** Leaves of a table its last row alone. */
export function unwrapRow() {
  return (tree: Tree): void => {
    const rows = elementsOf(tree).flatMap((table) => elementsOf(table).flatMap(elementsOf))
    const row = rows.findLast(({ tagName }) => tagName === 'tr')
    if (row) tree.children = [row]
  }
}

/** The text within. */
export function textOf(nodes: readonly TreeNode[]): string {
  return nodes
    .map((node) => (node.type === 'text' ? node.value : node.type === 'element' ? textOf(node.children) : ''))
    .join('')
}

/** The elements among the children. */
export function elementsOf(parent: Tree): TreeElement[] {
  return parent.children.filter((node) => node.type === 'element')
}

function lastElement(parent: Tree): TreeElement | undefined {
  const last = parent.children.findLast((node) => node.type !== 'text' || node.value.trim() !== '')
  return last?.type === 'element' ? last : undefined
}

function isContent(node: TreeNode): boolean {
  return node.type === 'element' || node.type === 'text'
}
