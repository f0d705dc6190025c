import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { suggestionSchema, type CuratedModel } from '../../contract/hub.ts'
import { curatedOn, readCuratedList } from './curated.ts'
import { suggestionOf } from './suggestion.ts'

const file = join(import.meta.dirname, '../../../resources/models/curated.json')
const gibibyte = 2 ** 30
let entries: Awaited<ReturnType<typeof readCuratedList>> = []

beforeAll(async () => {
  entries = await readCuratedList(file)
})

/** The list on a computer with so much memory, most of it free, that reads so many gigabytes of it in a second. */
function listOn(gibibytes: number, gigabytesPerSecond: number | null, installed: string[] = []): CuratedModel[] {
  const computer = {
    memory: () => ({ totalBytes: gibibytes * gibibyte, availableBytes: gibibytes * 0.75 * gibibyte, graphics: null }),
    tokensPerSecond: ({ weightsBytes, seldomRead }: { weightsBytes: number; seldomRead: { expertBytes: number } }) =>
      gigabytesPerSecond && (gigabytesPerSecond * 1e9) / (weightsBytes - seldomRead.expertBytes),
  }
  return entries.map((entry) => curatedOn(entry, null, computer, installed.includes(entry.name) ? 'model-1' : null))
}

const circumstances = { language: 'en', backend: 'cpu', downloadBytesPerSecond: null, before: null }

function suggested(list: CuratedModel[], language = 'en') {
  const suggestion = suggestionOf(list, { ...circumstances, language })
  return suggestion && suggestionSchema.parse(suggestion)
}

test('a small computer gets a small model, for want of memory', () => {
  const suggestion = suggested(listOn(4, 30))
  expect(suggestion?.limitedBy).toBe('memory')
  expect(suggestion?.model.estimate.fit).toBe('fits')
  expect(suggestion?.model.parameters).toBeLessThan(4e9)
})

test('a slow computer with much memory gets one that writes as fast as one reads', () => {
  const suggestion = suggested(listOn(32, 12))
  expect(suggestion?.limitedBy).toBe('speed')
  expect(suggestion?.model.tokensPerSecond).toBeGreaterThanOrEqual(6)
  expect(suggestion?.model.parameters).toBeLessThan(5e9)
})

test('a large and fast computer gets the largest of the list, and one in between a mixture of experts for its speed', () => {
  expect(suggested(listOn(128, 400))).toMatchObject({ limitedBy: 'list', model: { name: 'Qwen3 30B A3B' } })
  expect(suggested(listOn(48, 30))?.model.name).toBe('Qwen3 30B A3B')
})

test('the language of the interface decides among those that would do', () => {
  for (const gibibytes of [4, 8, 16, 32]) {
    const chinese = suggested(listOn(gibibytes, 30), 'zh-CN')
    expect(chinese?.speaksLanguage, `${gibibytes}`).toBe(true)
    expect(chinese?.model.languages).toContain('zh')
    expect(suggested(listOn(gibibytes, 30))?.speaksLanguage).toBe(true)
  }
  // A language that none of them speaks is no reason to have none.
  expect(suggested(listOn(16, 30), 'tlh')).toMatchObject({ speaksLanguage: false })
})

test('what was suggested stays while it fits, however fast this computer was measured to be since', () => {
  const first = suggested(listOn(32, 30))
  const before = first?.model.file ?? null
  expect(suggested(listOn(32, 6))?.model.file).not.toBe(before)
  expect(suggestionOf(listOn(32, 6), { ...circumstances, before })?.model.file).toBe(before)
  expect(suggestionOf(listOn(4, 30), { ...circumstances, before })?.model.file).not.toBe(before)
})

test('only general ones are suggested, the same one every time, and none where that one is installed', () => {
  for (const gibibytes of [2, 4, 8, 16, 24, 32, 64, 128]) {
    for (const speed of [null, 5, 15, 60, 500]) {
      const first = suggested(listOn(gibibytes, speed))
      expect(suggested(listOn(gibibytes, speed))).toEqual(first)
      if (!first) continue
      expect(first.model.kinds).toContain('general')
      expect(first.model.estimate.fit).toBe('fits')
      expect(suggested(listOn(gibibytes, speed, [first.model.name]))).toBeNull()
    }
  }
})

test('no memory for any, or no list: nothing', () => {
  expect(suggested(listOn(0.4, 30))).toBeNull()
  expect(suggested([])).toBeNull()
})

test('the time of the download comes from the last ones', () => {
  const list = listOn(8, 30)
  expect(suggested(list)?.downloadSeconds).toBeNull()
  const suggestion = suggestionOf(list, { ...circumstances, downloadBytesPerSecond: 1_000_000 })
  expect(suggestion?.downloadSeconds).toBe(Math.ceil((suggestion?.model.sizeBytes ?? 0) / 1_000_000))
})
