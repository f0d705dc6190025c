import { settingsSchema, type Settings, type SettingsPatch } from '@contract/settings.ts'
import { create } from 'zustand'
import { applyAppearance, rememberedAppearance } from '../appearance.ts'
import { backend } from '../backend.ts'
import { notifyFailedCall } from '../notify.ts'

/** What the backend has, and the changes on their way to it, oldest first. */
interface SettingsState {
  confirmed: Settings
  pending: readonly SettingsPatch[]
  /** What is in force: `confirmed` with `pending` over it. */
  settings: Settings
}

/** The state with other facts in it. Exported for its test. */
export function settled(confirmed: Settings, pending: readonly SettingsPatch[]): SettingsState {
  const settings = pending.reduce<Settings>((before, patch) => Object.assign({}, before, patch), confirmed)
  return { confirmed, pending, settings }
}

/** The settings in force, with the changes that are still on their way. */
export const useSettings = create<SettingsState>()(() =>
  settled({ ...settingsSchema.parse({}), ...rememberedAppearance() }, []),
)
useSettings.subscribe(({ settings }) => applyAppearance(settings))

/** Takes over what the backend said. */
export function setSettings(confirmed: Settings): void {
  useSettings.setState(({ pending }) => settled(confirmed, pending))
}

/**
 * Changes settings at once and stores them; changes made meanwhile, here or in another window, stay. When it cannot be stored it
 * is said and the old values come back.
 */
export async function updateSettings(patch: SettingsPatch): Promise<void> {
  useSettings.setState(({ confirmed, pending }) => settled(confirmed, [...pending, patch]))
  const without = (pending: readonly SettingsPatch[]): SettingsPatch[] => pending.filter((other) => other !== patch)
  try {
    const stored = await backend.settings.update(patch)
    useSettings.setState(({ pending }) => settled(stored, without(pending)))
  } catch (error) {
    useSettings.setState(({ confirmed, pending }) => settled(confirmed, without(pending)))
    notifyFailedCall(error)
  }
}
