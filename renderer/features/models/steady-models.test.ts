import { describe, expect, it } from 'vitest'
import { scriptedModel } from '@renderer/testing/scripted-data.ts'
import { steadyModels } from './steady-models.ts'

const list = (...names: string[]) => names.map((name) => scriptedModel({ id: name, name }))
const order = (shown: ReturnType<typeof list>, present: ReturnType<typeof list>): string =>
  steadyModels(shown, present)
    .map(({ id }) => id)
    .join('')

describe('the order under the pointer', () => {
  it('stays, and new models come last', () => {
    expect(order(list('a', 'c'), list('a', 'b', 'c', 'd'))).toBe('acbd')
    expect(order(list('c', 'a'), list('a', 'c'))).toBe('ca')
  })

  it('lets go what is gone', () => {
    expect(order(list('a', 'b', 'c'), list('a', 'c'))).toBe('ac')
  })

  it('shows what changed about a model', () => {
    const renamed = scriptedModel({ id: 'a', name: 'new name' })
    expect(steadyModels(list('a'), [renamed])[0]?.name).toBe('new name')
  })
})
