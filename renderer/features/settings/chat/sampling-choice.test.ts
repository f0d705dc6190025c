import { describe, expect, it } from 'vitest'
import { resolveSampling } from '@contract/sampling.ts'
import { withChoice } from './sampling-choice.ts'

describe('a choice', () => {
  it('joins the others, also when it is 0', () => {
    expect(withChoice({ topK: 20 }, 'temperature', 0)).toEqual({ topK: 20, temperature: 0 })
  })

  it('that is taken back leaves nothing behind, so that the model decides again', () => {
    const chosen = withChoice({ temperature: 1, topK: 20 }, 'temperature', null)
    expect(Object.keys(chosen)).toEqual(['topK'])
    expect(resolveSampling({ temperature: 0.2 }, chosen)).toMatchObject({ temperature: 0.2, topK: 20 })
  })

  it('does not change what it was made from', () => {
    const before = { seed: 7 }
    withChoice(before, 'seed', null)
    expect(before).toEqual({ seed: 7 })
  })
})
