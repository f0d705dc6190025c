import { renderToStaticMarkup } from 'react-dom/server'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Download } from '@contract/download.ts'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { scriptedDownload, scriptedDownloads } from '@renderer/testing/scripted-transfers.ts'
import { TooltipProvider } from '@renderer/ui/tooltip.tsx'
import { DownloadRow } from './download-row.tsx'

/** The row's words, without its marks, and the names of its buttons. */
function row(download: Download, above: number | null = null, below: number | null = null) {
  const html = renderToStaticMarkup(
    <TooltipProvider>
      <DownloadRow download={download} above={above} below={below} />
    </TooltipProvider>,
  ).replaceAll('\u00a0', ' ')
  const text = html.replaceAll(/<[^>]*>/g, '')
  return { html, text, buttons: [...html.matchAll(/<button[^>]*aria-label="([^"]*)"/g)].map(([, name]) => name) }
}

const scripted = (id: string): Download => {
  const download = scriptedDownloads('all').find((each) => each.id === id)
  if (!download) throw new Error(`no scripted download ${id}`)
  return download
}

beforeEach(() => {
  openNodePage('en')
})

describe('the row of a download', () => {
  it('says how far it is, how fast and how long yet, as in the picture', () => {
    const { text, html, buttons } = row(scripted('gemma3-12b'))
    expect(text).toBe('Gemma 3 12B Q4_K_M · 3.1 of 7.3 GB · 38 MB/s · 1 min 50 s left')
    expect(html).toContain('aria-valuenow="42"')
    expect(buttons).toEqual(['Pause Gemma 3 12B', 'Cancel Gemma 3 12B, and remove what has arrived'])
  })

  it('says that it begins while no speed is known', () => {
    expect(row(scriptedDownload({ id: 'a', name: 'A', bytesPerSecond: null, secondsLeft: null })).text).toContain(
      'Starting…',
    )
  })

  it('can be moved where there is a place', () => {
    expect(row(scripted('queued'), 0, 2).buttons.slice(0, 2)).toEqual(['Move Qwen 3 8B up', 'Move Qwen 3 8B down'])
    expect(row(scripted('queued')).buttons[0]).toBe('Pause Qwen 3 8B')
  })

  it('goes on with what is there after a pause or a stop, and tries again what failed', () => {
    expect(row(scripted('paused')).text).toContain('Paused')
    expect(row(scripted('paused')).buttons[0]).toBe('Go on with Phi 4 Mini')
    expect(row(scripted('full')).text).toContain('9.0 of 18.6 GB · Stopped')
    expect(row(scripted('full')).buttons[0]).toBe('Go on with Qwen 3 30B A3B')
    expect(row(scripted('checksum')).buttons[0]).toBe('Try again to download TinyLlama 1.1B')
    expect(row(scripted('waiting')).text).toMatch(/Tries again in .*Nothing came from cdn-lfs\.hf\.co for 15 seconds\./)
  })

  it('says that it waits for the Offline switch, which is offered above the list', () => {
    const { text, buttons } = row({ ...scripted('waiting'), failure: { code: 'OFFLINE', data: {} }, retryAt: null })
    expect(text).toMatch(/3\.1 of 7\.3 GB · Waits until Offline is off$/)
    expect(buttons).toEqual(['Cancel Mistral Nemo 12B, and remove what has arrived'])
  })

  it('tells what is needed and what was kept, with the next step at hand', () => {
    expect(row(scripted('full')).text).toContain('The disk needs 3.2 GB more. What has arrived was kept')
    expect(row({ ...scripted('full'), receivedBytes: 0 }).text).toContain('The disk needs 3.2 GB more. Free some space')
    expect(row(scripted('full')).text).toContain('Models folder…')
    expect(row(scripted('licence')).text).toMatch(/accept its licence first.*Open its page.*Access token…/)
    expect(row(scripted('checksum')).text).toContain('Nothing of it was kept.')
  })

  it('shows the address of a page that is never opened', () => {
    const data = { repository: 'a/b', pageUrl: 'http://mirror.example/a/b', hasToken: true }
    const { text } = row({ ...scripted('licence'), failure: { code: 'LICENCE_NEEDED', data } })
    expect(text).toContain('http://mirror.example/a/b')
    expect(text).not.toContain('Open its page')
  })

  it('says that nothing but the size could be compared where the hub names no checksum', () => {
    expect(row(scripted('done')).text).toContain('Downloaded and verified')
    expect(row({ ...scripted('done'), hasChecksums: false }).text).toContain('Downloaded; the hub names no checksum')
  })

  it('leads to a chat when it is there, and has no bar any more', () => {
    const { html, buttons } = row(scripted('done'))
    expect(buttons).toEqual(['Chat with it: Llama 3.1 8B, new chat', 'Take Llama 3.1 8B off this list'])
    expect(html).not.toContain('progressbar')
  })

  it('speaks Chinese', () => {
    openNodePage('zh-CN')
    expect(row(scripted('gemma3-12b')).text).toBe('Gemma 3 12B Q4_K_M · 3.1 / 7.3 GB · 38 MB/s · 剩余 1 分 50 秒')
  })
})
