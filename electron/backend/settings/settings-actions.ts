import type { Settings, SettingsPatch } from '../../contract/settings.ts'
import type { Downloads } from '../downloads/downloads.ts'
import type { Events } from '../events.ts'
import type { FolderWatch } from '../models/folder-watch.ts'
import type { ModelLibrary } from '../models/library.ts'
import type { NetworkActions } from '../network/network-actions.ts'
import type { SettingsStore } from './settings.ts'

/** What follows the settings. */
export interface SettingsContext {
  settings: SettingsStore
  events: Events
  /** As it is now. */
  modelsFolder: () => string
  watch: FolderWatch
  library: ModelLibrary
  network: NetworkActions
  downloads: Downloads
}

/** What a person does with the settings. */
export class SettingsActions {
  readonly #context: SettingsContext

  constructor(context: SettingsContext) {
    this.#context = context
  }

  /** Stores what is in the patch, and puts it into effect. Throws STORAGE_FAILED; then nothing has changed. */
  update(patch: SettingsPatch): Settings {
    const { settings, events } = this.#context
    const before = settings.get()
    const after = settings.update(patch)
    events.publish({ type: 'settings-changed', settings: after })
    this.#putIntoEffect(before, after)
    return after
  }

  #putIntoEffect(before: Settings, after: Settings): void {
    const { events, modelsFolder, watch, library, network, downloads } = this.#context
    if (after.modelsFolder !== before.modelsFolder) {
      watch.watch(modelsFolder())
      void library.scan()
    }
    if (after.offline && !before.offline) network.goOffline()
    downloads.settingsChanged()
    if (after.hubAddress !== before.hubAddress) events.publish({ type: 'network-changed', network: network.state() })
    // The memory that models need is shown for this context size.
    if (after.contextSize !== before.contextSize) events.publish({ type: 'models-changed' })
  }
}
