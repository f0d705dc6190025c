import { describe, expect, it } from 'vitest'
import { scriptedDownload, scriptedImport } from '@renderer/testing/scripted-transfers.ts'
import { downloadStateSchema, type Download } from '@contract/download.ts'
import { actionOf, countUnderWay, downloadOf, overallProgress } from './downloads.ts'

const download = (id: string, state: Download['state'], receivedBytes: number, sizeBytes: number): Download =>
  scriptedDownload({ id, name: id, state, receivedBytes, sizeBytes })

it('there is one thing to do about a download, whatever its state', () => {
  const actions = downloadStateSchema.options.map((state) => [state, actionOf(download('a', state, 0, 1))])
  expect(Object.fromEntries(actions)).toEqual({
    queued: 'pause',
    running: 'pause',
    paused: 'resume',
    waiting: 'retry',
    failed: 'retry',
    verifying: null,
    done: null,
  })
})

it('one that waits for the Offline switch is not tried again', () => {
  const offline = { ...download('a', 'waiting', 0, 1), failure: { code: 'OFFLINE' as const, data: {} } }
  expect(actionOf(offline)).toBeNull()
})

describe('how far everything is', () => {
  it('is the share of the bytes of all that goes on by itself', () => {
    const downloads = [
      download('a', 'running', 30, 100),
      download('b', 'queued', 0, 50),
      download('c', 'verifying', 50, 50),
    ]
    expect(overallProgress({ downloads, imports: [] })).toBe(0.4)
    expect(countUnderWay({ downloads, imports: [] })).toBe(3)
  })

  it('leaves out what waits for the person and what has ended', () => {
    const downloads = [download('a', 'waiting', 10, 100), download('b', 'paused', 0, 900), download('c', 'done', 9, 9)]
    expect(overallProgress({ downloads, imports: [] })).toBe(0.1)
    expect(countUnderWay({ downloads, imports: [] })).toBe(1)
    expect(overallProgress({ downloads: downloads.slice(1), imports: [] })).toBeNull()
  })

  it('counts files that are being imported', () => {
    const running = scriptedImport({ id: 'i', sizeBytes: 10, doneBytes: 5 })
    expect(overallProgress({ downloads: [], imports: [running] })).toBe(0.5)
    expect(overallProgress({ downloads: [], imports: [{ ...running, state: 'done' }] })).toBeNull()
  })

  it('is nothing done of what has no size', () => {
    expect(overallProgress({ downloads: [download('a', 'queued', 0, 0)], imports: [] })).toBe(0)
  })
})

it('a download is found by its repository and file', () => {
  const one = scriptedDownload({ id: 'a', name: 'A', repository: 'o/r', file: 'x.gguf' })
  expect(downloadOf([one], 'o/r', 'x.gguf')).toBe(one)
  expect(downloadOf([one], 'o/r', 'y.gguf')).toBeNull()
})
