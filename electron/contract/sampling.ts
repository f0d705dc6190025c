import { z } from 'zod'

/** How the next token is chosen. All of llama.cpp's usual names and ranges. */
export const samplingSchema = z.object({
  /** 0 always takes the likeliest token. */
  temperature: z.number().min(0).max(2),
  topP: z.number().min(0).max(1),
  /** 0 switches it off. */
  topK: z.int().min(0).max(1000),
  minP: z.number().min(0).max(1),
  /** 1 switches it off. */
  repeatPenalty: z.number().min(1).max(2),
  /** null: another one each time. */
  seed: z.int().min(0).max(4_294_967_295).nullable(),
  /** Longest answer in tokens; null: until the model ends or the context is full. */
  maxTokens: z.int().min(1).max(1_000_000).nullable(),
})
export type Sampling = z.infer<typeof samplingSchema>

/** What a person (or a model's data file) set; what is absent is decided by the next in line. */
export const samplingOverridesSchema = samplingSchema.partial()
export type SamplingOverrides = z.infer<typeof samplingOverridesSchema>

/** Used where neither the conversation, nor the settings, nor the model's own recommendation says anything. */
export const defaultSampling: Sampling = {
  temperature: 0.7,
  topP: 0.95,
  topK: 40,
  minP: 0.05,
  repeatPenalty: 1.1,
  seed: null,
  maxTokens: null,
}

/** Merges from the weakest to the strongest: model's recommendation, settings, conversation. */
export function resolveSampling(...layers: (SamplingOverrides | null | undefined)[]): Sampling {
  const merged: Sampling = { ...defaultSampling }
  for (const layer of layers) Object.assign(merged, definedOnly(layer ?? {}))
  return merged
}

function definedOnly(overrides: SamplingOverrides): SamplingOverrides {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined))
}
