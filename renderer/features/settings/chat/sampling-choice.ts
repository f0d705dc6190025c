import type { Sampling, SamplingOverrides } from '@contract/sampling.ts'
import { updateSettings, useSettings } from '@renderer/app/state/settings.ts'

/** The choices with this one among them; null: without it, so that the next in line decides. */
export function withChoice(chosen: SamplingOverrides, name: keyof Sampling, value: number | null): SamplingOverrides {
  const { [name]: _, ...others } = chosen
  return value === null ? others : { ...others, [name]: value }
}

/** Chooses how all chats sample that did not choose themselves; null: automatic again. */
export function chooseSampling(name: keyof Sampling, value: number | null): void {
  const { sampling } = useSettings.getState().settings
  void updateSettings({ sampling: withChoice(sampling, name, value) })
}
