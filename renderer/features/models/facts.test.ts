import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { formatsFor } from '@renderer/app/text/format.ts'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { builtInModel, scriptedModel } from '@renderer/testing/scripted-data.ts'
import { builtInNote, factsOf, licenseName, totalsOf } from './facts.ts'

beforeAll(() => {
  openNodePage()
})

const textOf = (language: string) => i18next.getFixedT(language, 'models')
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')
const facts = (model: Parameters<typeof factsOf>[0], language = 'en'): string =>
  plain(
    factsOf(model, textOf(language), formatsFor(language))
      .filter((fact) => fact !== null)
      .join(' · '),
  )

describe('the facts of a model', () => {
  it('are told in each language', () => {
    expect(facts(builtInModel())).toBe('Q4_1 · 98 MB · 135M parameters · 8k context · Apache-2.0')
    expect(facts(builtInModel(), 'zh-CN')).toBe('Q4_1 · 98 MB · 1.35 亿参数 · 8k 上下文 · Apache-2.0')
  })

  it('leave out what is not known', () => {
    const unknown = { quantization: null, contextLength: 0, license: null, parameters: null }
    expect(facts(scriptedModel({ id: 'a', name: 'A', sizeBytes: 1.1e9, ...unknown }))).toBe('1.1 GB')
    expect(facts(scriptedModel({ id: 'a', name: 'A', sizeBytes: 0, ...unknown }))).toBe('')
  })

  it.each([
    ['apache-2.0', 'Apache-2.0'],
    ['MIT', 'MIT'],
    ['cc0-1.0', 'CC0 1.0'],
    ['CC-BY-SA-4.0', 'CC BY-SA 4.0'],
    ['openrail', 'OpenRAIL'],
    ['llama3.1', 'Llama 3.1 licence'],
    ['llama-community', 'Llama licence'],
    ['gemma', 'Gemma licence'],
    ['Custom-Licence 1', 'Custom-Licence 1'],
    ['other', null],
    ['  ', null],
    [null, null],
  ])('write the licence %j as %j', (license, name) => {
    expect(licenseName(license, textOf('en'))).toBe(name)
  })
})

describe('what is said of the built-in model', () => {
  const say = (changes: object): string =>
    builtInNote({ ...builtInModel(), ...changes }, textOf('en'), formatsFor('en'), (code) => `<${code}>`)

  it('is honest about a very small one and its one language', () => {
    expect(say({})).toMatch(/often wrong.*<en> only\.$/)
  })

  it('says no such thing of a better one that a release carries', () => {
    expect(say({ parameters: 4e9, languages: ['en', 'zh'] })).toBe(textOf('en')('builtInNote.large'))
  })
})

describe('the whole library', () => {
  it('counts all models, the bytes of those that are there, and those that are not', () => {
    const there = scriptedModel({ id: 'a', name: 'A', sizeBytes: 5 })
    const away = scriptedModel({
      id: 'b',
      name: 'B',
      sizeBytes: 7,
      failure: { code: 'MODEL_FILE_MISSING', data: { path: '/b.gguf' } },
    })
    expect(totalsOf([there, away])).toEqual({ count: 2, bytes: 5, awayCount: 1 })
  })
})
