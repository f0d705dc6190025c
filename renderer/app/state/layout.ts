import { create } from 'zustand'

/** Which side parts stand open. Under 960 px they are drawers and start closed; there only one is open at a time. */
interface Layout {
  /** Where there is room. */
  sidebar: boolean
  inspector: boolean
  /** Where there is not. */
  drawer: 'sidebar' | 'inspector' | null
}

export const useLayout = create<Layout>()(() => ({ sidebar: true, inspector: false, drawer: null }))

const narrow = (): MediaQueryList => window.matchMedia('(width < 960px)')

/** Whether there is no room for side parts beside the main one. */
export function isNarrow(): boolean {
  return narrow().matches
}

/** Calls the listener when the window crosses the width; for `useSyncExternalStore`. */
export function onNarrowChange(listener: () => void): () => void {
  const query = narrow()
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** Opens or closes a side part, as a drawer where the window is narrow. */
export function toggleSide(side: 'sidebar' | 'inspector'): void {
  useLayout.setState((layout) =>
    isNarrow() ? { drawer: layout.drawer === side ? null : side } : { [side]: !layout[side] },
  )
}

/** Opens a side part if it is not open. */
export function openSide(side: 'sidebar' | 'inspector'): void {
  useLayout.setState(isNarrow() ? { drawer: side } : { [side]: true })
}

/** Closes whichever drawer is open. */
export function closeDrawer(): void {
  useLayout.setState({ drawer: null })
}
