import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { curatedModelSchema } from '../../contract/hub.ts'
import { curatedListSchema, curatedOn, readCuratedList } from './curated.ts'
import type { Computer } from './fit.ts'
import { qualityOf, quantizationOf } from './quantization.ts'

const file = join(import.meta.dirname, '../../../resources/models/curated.json')
const gibibyte = 2 ** 30

function computerWith(gibibytes: number): Computer {
  const memory = { totalBytes: gibibytes * gibibyte, availableBytes: gibibytes * 0.8 * gibibyte, graphics: null }
  return { memory: () => memory, tokensPerSecond: (summary) => 20e9 / summary.weightsBytes }
}

test('the list that ships is whole and makes sense', async () => {
  const list = curatedListSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  expect(list.length).toBeGreaterThanOrEqual(15)
  expect(new Set(list.map(({ repository, file: name }) => `${repository}/${name}`)).size).toBe(list.length)
  expect(new Set(list.map(({ name }) => name)).size).toBe(list.length)
  for (const { file: path, quantization, parameters, sizeBytes, sentence } of list) {
    expect(quantizationOf(path)).toBe(quantization)
    expect(qualityOf(quantization)).not.toBeNull()
    expect(parameters).toBeGreaterThan(0.25e9)
    expect(parameters).toBeLessThan(35e9)
    // Between four and nine bits for each weight, or one of the numbers is wrong.
    expect((sizeBytes * 8) / parameters).toBeGreaterThan(4)
    expect((sizeBytes * 8) / parameters).toBeLessThan(9)
    expect(sentence.en).toMatch(/^[A-Z].{20,120}\.$/)
    expect(sentence['zh-CN']).toMatch(/^.{8,80}。$/u)
  }
  for (const kind of ['general', 'code', 'reasoning', 'multilingual'] as const)
    expect(list.filter(({ kinds }) => kinds.includes(kind)).length).toBeGreaterThanOrEqual(3)
  expect(
    list.filter(({ kinds, languages }) => kinds.includes('general') && languages.includes('zh')).length,
  ).toBeGreaterThan(4)
})

test('the shapes add up: each is about as many weights as its entry says', async () => {
  for (const { shape, parameters, activeParameters } of await readCuratedList(file)) {
    const { embeddingLength, feedForwardLength, vocabularySize, blockCount } = shape
    const embeddings = vocabularySize * embeddingLength
    // Attention is something between one and four squares of the width; output is the embeddings again or a table of its own.
    const least = embeddings + blockCount * embeddingLength * (3 * feedForwardLength + embeddingLength)
    const most = 2 * embeddings + blockCount * embeddingLength * (3 * feedForwardLength + 6 * embeddingLength)
    // Of a mixture of experts the shape shows what is not experts.
    if (activeParameters !== undefined) continue
    expect(parameters).toBeGreaterThan(least * 0.9)
    expect(parameters).toBeLessThan(most * 1.1)
  }
})

test('each entry has an estimate and a fit on this computer, as the contract has it', async () => {
  const list = await readCuratedList(file)
  const on = (gibibytes: number) => list.map((entry) => curatedOn(entry, null, computerWith(gibibytes), null))
  for (const model of on(16)) {
    expect(curatedModelSchema.parse(model)).toEqual(model)
    expect(model.estimate.totalBytes).toBeGreaterThan(model.sizeBytes)
    expect(model.estimate.totalBytes).toBeLessThan(model.sizeBytes * 1.6 + 2 * gibibyte)
  }
  const fitting = (gibibytes: number): number => on(gibibytes).filter(({ estimate }) => estimate.fit === 'fits').length
  expect(fitting(2)).toBeGreaterThan(0)
  expect(fitting(16)).toBeGreaterThan(fitting(4))
  expect(fitting(64)).toBe(list.length)
})

test('a list that is not there, or is none, is empty', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-list-'))
  const path = join(folder, 'curated.json')
  expect(await readCuratedList(path)).toEqual([])
  for (const text of ['', '{}', '[{"repository":"../x"}]']) {
    await writeFile(path, text)
    expect(await readCuratedList(path)).toEqual([])
  }
  await rm(folder, { recursive: true })
})
