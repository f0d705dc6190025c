import { expect, it } from 'vitest'
import { scriptedDownload } from '@renderer/testing/scripted-transfers.ts'
import type { Download } from '@contract/download.ts'
import { placesOf } from './transfer-list.tsx'

const at = (id: string, state: Download['state']): Download => scriptedDownload({ id, name: id, state })

it('what has yet to arrive is moved past what has ended, to the place of the one beside it', () => {
  const downloads = [at('a', 'done'), at('b', 'running'), at('c', 'failed'), at('d', 'paused'), at('e', 'queued')]
  expect(placesOf(downloads).map(({ download, above, below }) => [download.id, above, below])).toEqual([
    ['b', null, 3],
    ['d', 1, 4],
    ['e', 3, null],
  ])
})
