import { useEffect } from 'react'
import { create } from 'zustand'
import type { About } from '@contract/backend.ts'
import { ask } from '../ask.ts'
import { backend } from '../backend.ts'
import { notifyFailure } from '../notify.ts'
import { useSettings } from './settings.ts'

/** `folder`: the setting of the models folder that it was asked under; undefined: not yet. */
interface AboutState {
  folder: string | null | undefined
  about: About | null
}

const useAboutState = create<AboutState>()(() => ({ folder: undefined, about: null }))

/** What the backend says of this computer and this installation; null until it was asked. Asked again when the models folder changed. */
export function useAbout(): About | null {
  const folder = useSettings(({ confirmed }) => confirmed.modelsFolder)
  useEffect(() => {
    if (useAboutState.getState().folder === folder) return
    return ask(
      (signal) => backend.about(undefined, { signal }),
      (about) => useAboutState.setState({ folder, about }),
      notifyFailure,
    )
  }, [folder])
  return useAboutState(({ about }) => about)
}
