import type { Model } from '@contract/model.ts'
import { useState } from 'react'

/** The present models in the order in which they are shown; new ones come last, so that nothing moves. */
export function steadyModels(shown: readonly Model[], list: readonly Model[]): readonly Model[] {
  const place = new Map(shown.map(({ id }, index) => [id, index]))
  return list.toSorted((a, b) => (place.get(a.id) ?? shown.length) - (place.get(b.id) ?? shown.length))
}

/** The library, its rows not moving while `held`, that is while somebody is at them: with the pointer, the keyboard or a menu. */
export function useSteadyModels(list: readonly Model[], held: boolean): readonly Model[] {
  const [state, setState] = useState({ list, held, shown: list })
  if (state.list === list && state.held === held) return state.shown
  const shown = held ? steadyModels(state.shown, list) : list
  setState({ list, held, shown })
  return shown
}
