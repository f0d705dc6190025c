import { renderToStaticMarkup } from 'react-dom/server'
import { beforeEach, expect, it } from 'vitest'
import type { Failure } from '@contract/failure.ts'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { scriptedImport } from '@renderer/testing/scripted-transfers.ts'
import { TooltipProvider } from '@renderer/ui/tooltip.tsx'
import { ImportRow } from './import-row.tsx'

/** What the row of an import that has ended says of a file that was not added. */
function said(path: string, failure: Failure): string {
  const shown = scriptedImport({ id: 'a', state: 'done', failures: [{ path, failure }] })
  const html = renderToStaticMarkup(
    <TooltipProvider>
      <ImportRow shown={shown} />
    </TooltipProvider>,
  )
  return (/<li[^>]*><span.*?<\/li>/.exec(html)?.[0] ?? '').replaceAll(/<[^>]*>/g, '').replaceAll('\u00a0', ' ')
}

beforeEach(() => {
  openNodePage('en')
})

it('names a file that was not added once, and says what was kept and what to do', () => {
  const path = '/models/a.gguf'
  expect(said(path, { code: 'NO_ROOM_TO_COPY', data: { path, missingBytes: 3e9 } })).toBe(
    'There is no room for a.gguf: the disk needs 3 GB more. It stays where it is; half a copy was not kept. Free some space and add it again, or use it in place.',
  )
  expect(said(path, { code: 'MODEL_IN_USE', data: { modelId: 'a' } })).toBe(
    'a.gguf was not added. This model is loaded. Its file was left as it is. Unload it first, then try again.',
  )
  const split = '/models/Big-00001-of-00009.gguf'
  expect(said(split, { code: 'MODEL_PARTS_MISSING', data: { path: split, missing: [3], total: 9 } })).toMatch(
    /^Big is split into 9 files/,
  )
})
