import type { Model } from '@contract/model.ts'
import type { TFunction } from 'i18next'
import type { Formats } from '@renderer/app/text/format.ts'

type ModelsText = TFunction<'models'>

const licenseNames: Record<string, string> = {
  'apache-2.0': 'Apache-2.0',
  mit: 'MIT',
  'bsd-3-clause': 'BSD-3-Clause',
  'cc-by-4.0': 'CC BY 4.0',
  'cc-by-nc-4.0': 'CC BY-NC 4.0',
}
const families = [
  ['llama', 'Llama'],
  ['gemma', 'Gemma'],
  ['qwen', 'Qwen'],
] as const

/** A licence the way people write it; the file's own word where nothing better is known, null where it says nothing. */
export function licenseName(license: string | null, t: ModelsText): string | null {
  const id = license?.trim().toLowerCase() ?? ''
  if (id === '' || id === 'other' || id === 'unknown') return null
  const family = families.find(([prefix]) => id.startsWith(prefix))
  return family ? t('familyLicense', { family: family[1] }) : (licenseNames[id] ?? license)
}

/** What a model is, in a line: quantization, size, context, licence, parameters; what is not known is left out. */
export function factsOf(model: Model, t: ModelsText, formats: Formats): string {
  const facts = [
    model.quantization,
    model.sizeBytes > 0 ? formats.bytes(model.sizeBytes) : null,
    model.contextLength ? t('context', { size: formats.context(model.contextLength) }) : null,
    licenseName(model.license, t),
    model.parameters ? t('parameters', { total: formats.compact(model.parameters) }) : null,
  ]
  return facts.filter(Boolean).join(' · ')
}

/** Below this number of weights a model is good for little. */
const verySmall = 1_000_000_000

/** What the model inside the application is good for, honestly. */
export function builtInNote(
  model: Model,
  t: ModelsText,
  { sentences }: Formats,
  languageName: (code: string) => string,
): string {
  const [language, ...others] = model.languages
  return sentences(
    (model.parameters ?? 0) < verySmall ? t('builtInNote.small') : t('builtInNote.large'),
    language !== undefined && others.length === 0 && t('builtInNote.oneLanguage', { language: languageName(language) }),
  )
}

/** The whole library: how many models, and the bytes of those whose file is there. */
export function totalsOf(list: readonly Model[]): { count: number; bytes: number } {
  const present = list.filter(({ failure }) => failure?.code !== 'MODEL_FILE_MISSING')
  return { count: list.length, bytes: present.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }
}

/** The sizes that open models come in, in weights. */
const usualSizes = [0.5e9, 1e9, 2e9, 4e9, 8e9, 12e9, 14e9, 24e9, 32e9, 70e9, 120e9, 235e9]
/** What a weight takes at four bits, with its share of the context; and the part of the memory that other programs leave. */
const bytesPerWeight = 0.7
const shareForModels = 0.5

/** About how large a model may be that this computer still runs beside everything else, in weights. */
export function roomForParameters(memoryBytes: number): number {
  const room = (memoryBytes * shareForModels) / bytesPerWeight
  return usualSizes.findLast((size) => size <= room) ?? usualSizes[0] ?? 0
}
