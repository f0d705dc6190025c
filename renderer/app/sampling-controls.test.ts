import { describe, expect, it } from 'vitest'
import { defaultSampling, resolveSampling, samplingSchema } from '@contract/sampling.ts'
import { samplingFields, samplingSliders, withChoice } from './sampling-controls.ts'

const controls = [...samplingSliders, ...samplingFields]

it('every sampling setting has exactly one control', () => {
  expect(controls.map(({ name }) => name).toSorted()).toEqual(Object.keys(samplingSchema.shape).toSorted())
})

it.each(controls)('$name offers only what the contract takes, and its own default', ({ name, min, max }) => {
  const { [name]: schema } = samplingSchema.shape
  expect(schema.safeParse(min).success).toBe(true)
  expect(schema.safeParse(max).success).toBe(true)
  const standard = defaultSampling[name]
  if (standard === null) return
  expect(standard).toBeGreaterThanOrEqual(min)
  expect(standard).toBeLessThanOrEqual(max)
})

it.each(samplingSliders)('$name reaches both ends of its scale, and shows every step', ({ min, max, step, digits }) => {
  const steps = (max - min) / step
  expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-9)
  expect(Number(step.toFixed(digits))).toBe(step)
})

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
