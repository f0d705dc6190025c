import { expect, test } from 'vitest'
import { groupsOf, itemsOf } from './grouped.ts'
import { prefixOf } from './prefix.ts'
import type { Segment } from './segment.ts'
import { splitMarkdown } from './splitter.ts'

const text = [
  'A paragraph.\n',
  '- an item\n'.repeat(300),
  `\`\`\`ts\n${'let a\n'.repeat(500)}\`\`\`\n`,
  `| a | b |\n|---|---|\n${'| c | d |\n'.repeat(300)}`,
  '\n$$ x $$\n\n',
  'Another paragraph.\n\n'.repeat(60),
  `${'['.repeat(9000)}\n`,
].join('\n')

/** Pieces of which each is put on the page by itself. */
function piecesOf(segment: Segment): readonly string[] {
  switch (segment.kind) {
    case 'flow':
      return [segment.text]
    case 'math':
      return [segment.tex]
    case 'code':
      return itemsOf(segment.lines)
    case 'list':
      return itemsOf(segment.items)
    case 'table':
      return itemsOf(segment.rows)
    case 'plain':
      return itemsOf(segment.pieces)
  }
}

test('a beginning grows by little until it is the very document', () => {
  const { segments } = splitMarkdown(text)
  const all = itemsOf(segments).flatMap(piecesOf)
  let before = 0
  let steps = 0
  for (let budget = 2000; ; budget += 2000) {
    const { segments: shown, whole } = prefixOf(segments, budget)
    const pieces = itemsOf(shown).flatMap(piecesOf)
    expect(pieces).toEqual(all.slice(0, pieces.length))
    expect(pieces.length - before).toBeLessThan(80)
    before = pieces.length
    steps += 1
    if (!whole) continue
    expect(shown).toBe(segments)
    break
  }
  expect(steps).toBeGreaterThan(20)
})

test('full groups are those of the document', () => {
  const { segments } = splitMarkdown('- an item\n'.repeat(300))
  const [whole] = itemsOf(segments)
  const [part] = itemsOf(prefixOf(segments, 10_000).segments)
  if (whole?.kind !== 'list' || part?.kind !== 'list') throw new Error('no list')
  expect(part.items.full.length).toBeGreaterThan(1)
  for (const [index, group] of part.items.full.entries()) expect(group).toBe(groupsOf(whole.items)[index])
})
