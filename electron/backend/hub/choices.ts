import { repositoryPathSchema, type HubChoice } from '../../contract/hub.ts'
import { splitName } from '../../contract/split-name.ts'
import type { HubInfo } from './hub-answers.ts'
import { qualityOf, quantizationOf } from './quantization.ts'

type ChoiceFile = HubChoice['files'][number]
type Sibling = HubInfo['siblings'][number]

/** What lies beside models and is none: image encoders, adapters and drafts for speculation; importance matrices and vocabularies, which are not quantized. */
const companion = /(?:^|[-._])(?:mmproj|adapter[-._]model)(?:[-._]|$)|^mtp-/i
const unquantizedCompanion = /(?:^|[-._])(?:imatrix|vocab)(?:[-._]|$)/i

const maxParts = 512

/**
 * What a repository has to choose from: its GGUF files, those that a model is split into taken together; the smallest first. What no file here could be
 * called, what is incomplete, and what is no model of its own is left out. `installed` names the model that a choice became.
 */
export function choicesOf(siblings: readonly Sibling[], installed: (file: string) => string | null): HubChoice[] {
  const groups = new Map<string, { parts: number; files: ChoiceFile[] }>()
  for (const sibling of siblings) {
    const file = fileOf(sibling)
    if (!file) continue
    const [, name, , of] = splitName.exec(file.path) ?? []
    const key = name === undefined ? file.path : `${name} ${of}`
    const group = groups.get(key) ?? { parts: Number(of ?? 1), files: [] }
    group.files.push(file)
    groups.set(key, group)
  }
  return [...groups.values()]
    .filter(({ parts, files }) => isWhole(parts, files))
    .map(({ files }) => choiceOf(inOrder(files), installed))
    .toSorted((a, b) => a.sizeBytes - b.sizeBytes || (a.file < b.file ? -1 : 1))
}

function fileOf({ rfilename, size, lfs }: Sibling): ChoiceFile | null {
  const path = repositoryPathSchema.safeParse(rfilename).data
  if (path === undefined || !/\.gguf$/i.test(path) || isCompanion(path)) return null
  const sizeBytes = lfs?.size ?? size ?? 0
  return sizeBytes > 0 ? { path, sizeBytes, sha256: lfs?.sha256 ?? null } : null
}

function isCompanion(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return companion.test(name) || (unquantizedCompanion.test(name) && quantizationOf(name) === null)
}

/** Parts are numbered from 1 to their count, each once. */
function isWhole(parts: number, files: readonly ChoiceFile[]): boolean {
  if (parts < 1 || parts > maxParts || files.length !== parts) return false
  const numbers = new Set(files.map(({ path }) => Number(splitName.exec(path)?.[2] ?? 1)))
  return numbers.size === parts && Math.min(...numbers) === 1 && Math.max(...numbers) === parts
}

function inOrder(files: readonly ChoiceFile[]): [ChoiceFile, ...ChoiceFile[]] {
  const [first, ...rest] = files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  if (!first) throw new Error('a choice without files')
  return [first, ...rest]
}

function choiceOf(files: [ChoiceFile, ...ChoiceFile[]], installed: (file: string) => string | null): HubChoice {
  const file = files[0].path
  const quantization = quantizationOf(file)
  return {
    file,
    quantization,
    quality: qualityOf(quantization),
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    files,
    modelId: installed(file),
  }
}
