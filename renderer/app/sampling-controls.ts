import type { Sampling, SamplingOverrides } from '@contract/sampling.ts'

/** The sampling settings that are set on a scale: the contract's ranges, as far as they make sense by hand. */
export const samplingSliders = [
  { name: 'temperature', min: 0, max: 2, step: 0.05, digits: 2 },
  { name: 'topP', min: 0, max: 1, step: 0.01, digits: 2 },
  { name: 'topK', min: 0, max: 200, step: 1, digits: 0 },
  { name: 'minP', min: 0, max: 1, step: 0.01, digits: 2 },
  { name: 'repeatPenalty', min: 1, max: 2, step: 0.01, digits: 2 },
] as const satisfies readonly (NumberRange & { step: number; digits: number })[]

/** Those that are written as a whole number, or left empty. */
export const samplingFields = [
  { name: 'seed', min: 0, max: 4_294_967_295 },
  { name: 'maxTokens', min: 1, max: 1_000_000 },
] as const satisfies readonly NumberRange[]

interface NumberRange {
  name: keyof Sampling
  min: number
  max: number
}

/** The choices with this one among them; null: without it, so that the next in line decides. */
export function withChoice(chosen: SamplingOverrides, name: keyof Sampling, value: number | null): SamplingOverrides {
  const { [name]: _, ...others } = chosen
  return value === null ? others : { ...others, [name]: value }
}
