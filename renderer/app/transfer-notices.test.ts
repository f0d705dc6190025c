import { expect, it } from 'vitest'
import { scriptedDownload } from '@renderer/testing/scripted-transfers.ts'
import type { Download } from '@contract/download.ts'
import { endedBetween } from './transfer-notices.ts'

const at = (id: string, state: Download['state']): Download => scriptedDownload({ id, name: id, state })

it('what ended since the last look is told, once, and nothing that had ended before the page was there', () => {
  const before = [at('a', 'verifying'), at('b', 'running'), at('c', 'done'), at('d', 'failed')]
  const now = [at('a', 'done'), at('b', 'failed'), at('c', 'done'), at('d', 'running'), at('e', 'done')]
  expect(endedBetween(before, now).map(({ id, state }) => [id, state])).toEqual([
    ['a', 'done'],
    ['b', 'failed'],
  ])
  expect(endedBetween(now, now)).toEqual([])
})

it('a full disk that stops a download is told, a person who pauses it is not', () => {
  const failure = { code: 'DISK_FULL', data: { path: '/models', missingBytes: 1 } } as const
  const before = [at('a', 'running'), at('b', 'running')]
  const now = [{ ...at('a', 'paused'), failure }, at('b', 'paused')]
  expect(endedBetween(before, now).map(({ id }) => id)).toEqual(['a'])
})
