import { partsOf } from '../../child/model-parts.ts'
import type { MemoryEstimate, Model } from '../../contract/model.ts'
import type { Calibration } from '../store/calibrations.ts'
import type { MeasuredMemory, ModelFacts } from '../store/model-facts.ts'
import type { LibraryModel } from './library.ts'
import { estimateMemory, type ComputerMemory } from './memory.ts'
import { bytesPerToken, expectedSpeed } from './speed.ts'

/** What a model is shown with, beside its file. */
export interface Surroundings {
  facts: ModelFacts | undefined
  /** Tokens; null: automatic. */
  contextSize: number | null
  computer: ComputerMemory
  calibration: Calibration | null
}

/** A model as the page sees it. */
export function describeModel(model: LibraryModel, { facts, contextSize, computer, calibration }: Surroundings): Model {
  const { id, path, source, application, sizeBytes, summary, license, languages, recommended, failure } = model
  return {
    id,
    name: shownName(model, facts),
    renamed: (facts?.name ?? null) !== null,
    path,
    source,
    application,
    origin: facts?.origin ?? null,
    sizeBytes,
    fileCount: partsOf(path).length,
    architecture: summary?.architecture ?? null,
    parameters: summary?.parameters ?? null,
    quantization: summary?.quantization ?? null,
    contextLength: summary?.contextLength ?? null,
    license,
    languages,
    recommended,
    estimate: estimateOf(model, contextSize, computer, facts?.memory ?? null),
    measuredMemory: facts?.memory ?? null,
    speed: speedOf(model, facts, calibration),
    chatTemplate: templateOf(model, facts?.publisherTemplateHash ?? null),
    chatFormat: facts?.chatFormat ?? 'own',
    failure,
    lastUsedAt: facts?.lastUsedAt ?? null,
  }
}

/** What the person calls it, else what it is called. */
export function shownName({ name }: LibraryModel, facts: ModelFacts | undefined): string {
  return facts?.name ?? name
}

/** Expected memory, corrected by what was measured; null where the file does not tell. */
export function estimateOf(
  { summary }: LibraryModel,
  contextSize: number | null,
  computer: ComputerMemory,
  measured: MeasuredMemory | null,
): MemoryEstimate | null {
  return summary && estimateMemory(summary, contextSize, computer, measured)
}

function speedOf(
  { summary }: LibraryModel,
  facts: ModelFacts | undefined,
  calibration: Calibration | null,
): Model['speed'] {
  if (facts?.tokensPerSecond) return { tokensPerSecond: facts.tokensPerSecond, measured: true }
  const tokensPerSecond = summary && expectedSpeed(bytesPerToken(summary), calibration)
  return tokensPerSecond === null ? null : { tokensPerSecond, measured: false }
}

function templateOf({ summary }: LibraryModel, publisher: string | null): Model['chatTemplate'] {
  const own = summary?.templateHash ?? null
  if (own === null) return 'none'
  if (publisher === null) return 'own'
  return publisher === own ? 'publisher' : 'changed'
}
