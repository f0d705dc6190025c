import type { Model } from '@contract/model.ts'

/** The present models in the order in which they are shown; new ones come last, so that nothing moves. */
export function steadyModels(shown: readonly Model[], list: readonly Model[]): readonly Model[] {
  const place = new Map(shown.map(({ id }, index) => [id, index]))
  return list.toSorted((a, b) => (place.get(a.id) ?? shown.length) - (place.get(b.id) ?? shown.length))
}
