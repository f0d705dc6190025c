import { describe, expect, it } from 'vitest'
import { scriptedModel } from '@renderer/testing/scripted-data.ts'
import { filteredModels, sortedModels, type ModelOrder } from './sorting.ts'

const away = { code: 'MODEL_FILE_MISSING', data: { path: '/a.gguf' } } as const
const list = [
  scriptedModel({ id: 'a', name: 'Model 10', sizeBytes: 1, speed: { tokensPerSecond: 5, measured: false } }),
  scriptedModel({ id: 'b', name: 'Model 9', sizeBytes: 3, lastUsedAt: 7, license: 'MIT', path: '/models/away.gguf' }),
  scriptedModel({ id: 'c', name: 'Another', sizeBytes: 2, failure: away, lastUsedAt: 9, quantization: 'Q8_0' }),
]
const order = (by: ModelOrder, runningId: string | null = null): string =>
  sortedModels(list, by, runningId)
    .map(({ id }) => id)
    .join('')
const found = (query: string): string =>
  filteredModels(list, query)
    .map(({ id }) => id)
    .join('')

describe('the order of models', () => {
  it('by use and speed ends with what cannot be used and what is not known', () => {
    expect(order('used')).toBe('bac')
    expect(order('speed')).toBe('abc')
  })

  it('has the one that is loaded among the others, whatever became of its file', () => {
    expect(order('used', 'c')).toBe('cba')
  })

  it('by name takes numbers as numbers, by size begins with the largest', () => {
    expect(order('name')).toBe('cba')
    expect(order('size')).toBe('bca')
  })
})

describe('the filter', () => {
  it('looks for every word in what a model is called and is', () => {
    expect(found('model 9')).toBe('b')
    expect(found('q8')).toBe('c')
    expect(found('mit AWAY')).toBe('b')
    expect(found('model q8')).toBe('')
  })

  it('lets everything through where nothing is looked for', () => {
    expect(filteredModels(list, '  ')).toBe(list)
  })
})
