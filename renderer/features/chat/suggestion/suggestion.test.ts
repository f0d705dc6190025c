import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { formatsFor } from '@renderer/app/text/format.ts'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { scriptedModel } from '@renderer/testing/scripted-data.ts'
import { scriptedCurated } from '@renderer/testing/scripted-hub.ts'
import { scriptedDownload } from '@renderer/testing/scripted-transfers.ts'
import { comingOf } from './on-the-way.ts'
import { suggestionFacts, suggestionReason } from './suggestion-text.ts'

beforeAll(() => {
  openNodePage()
})

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')
const chat = (language: string) => i18next.getFixedT(language, 'chat')

describe('the reason for the one model', () => {
  const parts = { memoryBytes: 16e9, backend: 'cpu', limitedBy: 'memory', speaksLanguage: true } as const
  const reason = (changes: object = {}, language = 'en'): string =>
    plain(suggestionReason({ ...parts, ...changes }, chat(language), formatsFor(language)))

  it('names the memory, what computes, and the language', () => {
    expect(reason()).toBe(
      'The best of the list that runs well in 16 GB of memory, on the processor. It speaks English well.',
    )
    expect(reason({ backend: 'vulkan', speaksLanguage: false })).toMatch(/on the graphics card\.$/)
    expect(reason({}, 'zh-CN')).toBe('列表中能在 16 GB 内存里流畅运行的最佳模型，由处理器运行。中文能力好。')
  })

  it('is another where the speed or the list decided', () => {
    expect(reason({ limitedBy: 'speed' })).toContain('still answers as fast as one reads on this computer’s processor.')
    expect(reason({ limitedBy: 'list' })).toContain('would carry more')
  })
})

it('what it costs says for which connection where none was measured, and leaves out a speed that is not known', () => {
  const model = scriptedCurated({ name: 'A', sizeBytes: 7.3e9, tokensPerSecond: null })
  const texts = { chat: chat('en'), downloads: i18next.getFixedT('en', 'downloads') }
  const facts = (changes: object, downloadSeconds: number | null): string =>
    plain(suggestionFacts({ model: { ...model, ...changes }, downloadSeconds }, texts, formatsFor('en')).join(' · '))
  expect(facts({}, null)).toBe('Q4_K_M · 7.3 GB · about 19 min to download at 50 Mbit/s')
  expect(facts({ tokensPerSecond: 6.2 }, 190)).toBe('Q4_K_M · 7.3 GB · about 6 tok/s · about 3 min to download')
})

describe('what comes instead of the built-in model', () => {
  const library = [scriptedModel({ id: 'm', name: 'M' })]
  const running = scriptedDownload({ id: 'r', name: 'R' })
  const queued = scriptedDownload({ id: 'q', name: 'Q', state: 'queued' })
  const done = scriptedDownload({ id: 'd', name: 'D', state: 'done', modelId: 'm' })

  it('is what is being fetched, before what waits and what is there', () => {
    expect(comingOf([done, queued, running], library)).toEqual({ state: 'coming', download: running })
    expect(comingOf([done, queued], library)).toEqual({ state: 'coming', download: queued })
  })

  it('is ready only while the library has it', () => {
    expect(comingOf([done], library)).toEqual({ state: 'ready', modelId: 'm', name: 'D' })
    expect(comingOf([done], [])).toBeNull()
  })

  it('is one that was paused where nothing else is coming or there', () => {
    const paused = scriptedDownload({ id: 'p', name: 'P', state: 'paused' })
    expect(comingOf([paused], library)).toEqual({ state: 'coming', download: paused })
    expect(comingOf([paused, queued], library)).toEqual({ state: 'coming', download: queued })
    expect(comingOf([paused, done], library)).toMatchObject({ state: 'ready' })
  })
})
