import { renderToStaticMarkup } from 'react-dom/server'
import { beforeEach, expect, it } from 'vitest'
import type { HubRepositorySummary } from '@contract/hub.ts'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { scriptedResults } from '@renderer/testing/scripted-hub.ts'
import { ResultRow } from './result-row.tsx'

beforeEach(() => {
  openNodePage('en')
})

function textOf(changes: Partial<HubRepositorySummary>): string {
  const [summary] = scriptedResults('Qwen3-8B', 0)
  if (!summary) throw new Error('no scripted result')
  return renderToStaticMarkup(<ResultRow summary={{ ...summary, ...changes }} />).replaceAll(/<[^>]*>/g, '')
}

it('what one cannot chat with is marked as what it is, before anybody opens it', () => {
  expect(textOf({ otherKind: null })).not.toContain('not for chats')
  expect(textOf({ otherKind: 'embedding' })).toContain('GGUFEmbeddings, not for chats8.2B parameters')
  expect(textOf({ otherKind: 'reranker', gated: true })).toContain('Reranking, not for chatsLicence must be accepted')
})
