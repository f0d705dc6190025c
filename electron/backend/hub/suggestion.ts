import type { CuratedModel, Suggestion } from '../../contract/hub.ts'

/** What a suggestion is chosen by, beside the list. */
export interface SuggestionCircumstances {
  /** Of the interface, BCP 47. */
  language: string
  /** 'cpu', or the graphics API that carries layers. */
  backend: string
  /** Of the last downloads; null before any. */
  downloadBytesPerSecond: number | null
  /** The file of the one that was suggested last; null: none was yet. */
  before: string | null
}

/** As fast as one reads. Slower than that, a larger model is no pleasure. */
const readingTokensPerSecond = 6
/** What is read from memory in a second where nobody has measured it: an ordinary computer of the last ten years, without a graphics card. */
const assumedBytesPerSecond = 15e9

/**
 * The one model of the list that suits this computer: of the general ones, and of those that speak the interface's language where there are any, the one
 * with the most weights that fits the memory with room to spare and writes at least as fast as one reads. Where all are too slow, the fastest
 * of those that fit. The one that was suggested before stays, as long as it fits: speed wavers from one measurement to the next. null: none
 * fits, or it is installed already. The same list on the same computer answers the same.
 */
export function suggestionOf(list: readonly CuratedModel[], circumstances: SuggestionCircumstances): Suggestion | null {
  const general = list.filter(({ kinds }) => kinds.includes('general'))
  const language = languageOf(circumstances.language)
  const speaking = general.filter(({ languages }) => languages.includes(language))
  const candidates = (speaking.length > 0 ? speaking : general).toSorted((a, b) => b.parameters - a.parameters)
  const fitting = candidates.filter(fits)
  const model = fitting.find(({ file }) => file === circumstances.before) ?? fitting.find(isFast) ?? fastest(fitting)
  if (!model || model.modelId !== null) return null
  const { downloadBytesPerSecond, backend } = circumstances
  return {
    model,
    memoryBytes: model.estimate.computerBytes,
    backend,
    limitedBy: limitOf(candidates, model),
    speaksLanguage: model.languages.includes(language),
    downloadSeconds: downloadBytesPerSecond ? Math.ceil(model.sizeBytes / downloadBytesPerSecond) : null,
  }
}

/** What kept the next larger one from being chosen. */
function limitOf(candidates: readonly CuratedModel[], chosen: CuratedModel): Suggestion['limitedBy'] {
  const larger = candidates.filter(({ parameters }) => parameters > chosen.parameters).at(-1)
  if (!larger) return isFast(chosen) ? 'list' : 'speed'
  return fits(larger) ? 'speed' : 'memory'
}

function fits({ estimate }: CuratedModel): boolean {
  return estimate.fit === 'fits'
}

function isFast(model: CuratedModel): boolean {
  return speedOf(model) >= readingTokensPerSecond
}

function speedOf({ tokensPerSecond, sizeBytes }: CuratedModel): number {
  return tokensPerSecond ?? assumedBytesPerSecond / sizeBytes
}

function fastest(models: readonly CuratedModel[]): CuratedModel | undefined {
  return models.toSorted((a, b) => speedOf(b) - speedOf(a))[0]
}

function languageOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? ''
}
