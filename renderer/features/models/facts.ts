import type { Model } from '@contract/model.ts'
import type { TFunction } from 'i18next'
import { isAway } from '@renderer/app/state/models.ts'
import type { Formats } from '@renderer/app/text/format.ts'

type ModelsText = TFunction<'models'>

const licenseNames: Record<string, string> = {
  'apache-2.0': 'Apache-2.0',
  mit: 'MIT',
  'bsd-3-clause': 'BSD-3-Clause',
  'cc0-1.0': 'CC0 1.0',
  'cc-by-4.0': 'CC BY 4.0',
  'cc-by-sa-4.0': 'CC BY-SA 4.0',
  'cc-by-nc-4.0': 'CC BY-NC 4.0',
  openrail: 'OpenRAIL',
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
  if (!family) return licenseNames[id] ?? license
  const [prefix, name] = family
  const version = /^[\d.]+$/.exec(id.slice(prefix.length))
  return t('familyLicense', { family: version ? `${name} ${version[0]}` : name })
}

/** What a model is: quantization, size, parameters, context, licence; null for what is not known. */
export function factsOf(model: Model, t: ModelsText, formats: Formats): (string | null)[] {
  return [
    model.quantization,
    model.sizeBytes > 0 ? formats.bytes(model.sizeBytes) : null,
    model.parameters ? t('parameters', { total: formats.compact(model.parameters) }) : null,
    model.contextLength ? t('context', { size: formats.context(model.contextLength) }) : null,
    licenseName(model.license, t),
  ]
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

/** What there is in all. */
export interface LibraryTotals {
  count: number
  /** Of those whose file is there. */
  bytes: number
  /** How many have no file there. */
  awayCount: number
}

/** The whole library in numbers. */
export function totalsOf(list: readonly Model[]): LibraryTotals {
  const present = list.filter((model) => !isAway(model))
  return {
    count: list.length,
    bytes: present.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    awayCount: list.length - present.length,
  }
}
