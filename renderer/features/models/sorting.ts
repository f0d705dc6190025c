import type { Model } from '@contract/model.ts'
import { byName } from '@renderer/app/text/by-name.ts'
import { fileName } from '@renderer/app/text/file-name.ts'

/** What the list can be sorted by. */
export const modelOrders = ['used', 'name', 'size', 'speed'] as const
export type ModelOrder = (typeof modelOrders)[number]

const comparisons: Record<ModelOrder, (a: Model, b: Model) => number> = {
  used: (a, b) => (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0),
  name: () => 0,
  size: (a, b) => b.sizeBytes - a.sizeBytes,
  speed: (a, b) => (b.speed?.tokensPerSecond ?? -1) - (a.speed?.tokensPerSecond ?? -1),
}

/**
 * The models in an order, what compares alike by name. Those that cannot be used come last, except among names and sizes, which they have.
 * `runningId`: the one that is loaded, which can be used whatever became of its file.
 */
export function sortedModels(list: readonly Model[], order: ModelOrder, runningId: string | null): Model[] {
  const isBroken = ({ id, failure }: Model): number => Number(failure !== null && id !== runningId)
  const usableFirst = order === 'used' || order === 'speed'
  return list.toSorted(
    (a, b) => (usableFirst ? isBroken(a) - isBroken(b) : 0) || comparisons[order](a, b) || byName(a, b),
  )
}

/** The models that have every word of the query in their name, quantization, architecture, licence or file's name. */
export function filteredModels(list: readonly Model[], query: string): readonly Model[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return list
  return list.filter((model) => {
    const { name, quantization, architecture, license, application, path } = model
    const text = [name, quantization, architecture, license, application, fileName(path)].join('\n').toLocaleLowerCase()
    return words.every((word) => text.includes(word))
  })
}
