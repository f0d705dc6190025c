import type { WhenFull } from '../../contract/conversation.ts'
import type { Run } from '../../contract/message.ts'
import { resolveSampling, type SamplingOverrides } from '../../contract/sampling.ts'
import type { Settings } from '../../contract/settings.ts'
import type { ModelLibrary } from '../models/library.ts'

/** What a conversation decides about its answers. */
export interface Choices {
  modelId: string | null
  systemPrompt: string | null
  sampling: SamplingOverrides
  whenFull: WhenFull
}

/** How an answer is going to be made: the conversation's choices, the settings and the model's recommendation, resolved. */
export interface Plan extends Pick<Run, 'modelId' | 'modelName' | 'sampling' | 'systemPrompt'> {
  whenFull: WhenFull
}

/**
 * Resolves what is in force now. A model that is not known (any more) keeps its id, so that the answer can fail with it, and the name that
 * `lastNameOf` has for it.
 */
export function makePlan(
  choices: Choices,
  settings: Settings,
  library: ModelLibrary,
  lastNameOf: (modelId: string) => string | null,
): Plan {
  const modelId = choices.modelId ?? standardModelId(settings, library)
  const recommended = library.get(modelId)?.recommended
  return {
    modelId,
    modelName: library.nameOf(modelId) ?? lastNameOf(modelId) ?? '',
    sampling: resolveSampling(recommended?.sampling, settings.sampling, choices.sampling),
    systemPrompt: choices.systemPrompt ?? settings.systemPrompt ?? recommended?.systemPrompt ?? '',
    whenFull: choices.whenFull,
  }
}

/** The model of chats that chose none: the default one while the library has it, else the built-in one. */
export function standardModelId({ defaultModelId }: Settings, library: ModelLibrary): string {
  return defaultModelId !== null && library.get(defaultModelId) ? defaultModelId : library.builtInId
}
