import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { TooltipProvider } from '@renderer/ui/tooltip.tsx'
import { DeletedRow } from './deleted-row.tsx'

const day = 24 * 60 * 60 * 1000
const deletedAt = Date.UTC(2026, 2, 3, 12)

/** The row's words, without its marks. */
function row(language: 'en' | 'zh-CN', now: number): string {
  openNodePage(language)
  const conversation = { id: 'c', title: 'Tides', messageCount: 2, deletedAt, expiresAt: deletedAt + 30 * day }
  const ignore = (): void => undefined
  return renderToStaticMarkup(
    <TooltipProvider>
      <DeletedRow conversation={conversation} now={now} onRestore={ignore} onPurge={ignore} />
    </TooltipProvider>,
  ).replaceAll(/<[^>]*>/g, '')
}

describe('the row of a deleted chat', () => {
  it('says when it was deleted and how many days it is still there', () => {
    expect(row('en', deletedAt)).toBe('TidesDeleted on 3 March 2026 · 30 days leftRestore')
    expect(row('zh-CN', deletedAt + 1)).toBe('Tides删除于 2026年3月3日 · 剩余 30 天恢复')
  })

  it('counts the day that has begun, and the last one until the next start', () => {
    expect(row('en', deletedAt + 29 * day - 1)).toContain('2 days left')
    expect(row('en', deletedAt + 29 * day)).toContain('one day left')
    expect(row('en', deletedAt + 31 * day)).toContain('one day left')
  })
})
