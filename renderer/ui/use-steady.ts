import { useState } from 'react'

/**
 * The list as it is shown. While `held`, that is while somebody is at its rows, they do not move: `settle` puts what is there now in the
 * order in which it was shown.
 */
export function useSteady<T>(
  list: readonly T[],
  held: boolean,
  settle: (shown: readonly T[], list: readonly T[]) => readonly T[],
): readonly T[] {
  const [state, setState] = useState({ list, held, shown: list })
  if (state.list === list && state.held === held) return state.shown
  const shown = held ? settle(state.shown, list) : list
  setState({ list, held, shown })
  return shown
}
