import type { Statement } from 'better-sqlite3'
import { z } from 'zod'
import { settingsSchema, type Settings, type SettingsPatch } from '../../contract/settings.ts'
import type { Store } from '../store/database.ts'
import { parseJson } from '../store/json.ts'

interface SettingRow {
  key: string
  value: string
}

/** The settings in force: what is stored, and the default for everything else. */
export class SettingsStore {
  readonly #store: Store
  readonly #all: Statement<[], SettingRow>
  readonly #set: Statement<[string, string]>
  #current: Settings

  constructor(store: Store) {
    this.#store = store
    this.#all = store.db.prepare('SELECT key, value FROM settings')
    this.#set = store.db.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)')
    this.#current = this.#read()
  }

  get(): Settings {
    return this.#current
  }

  /** Stores what is in the patch. Throws STORAGE_FAILED; then nothing has changed. */
  update(patch: SettingsPatch): Settings {
    const changed = Object.entries(patch).filter(([, value]) => value !== undefined)
    this.#store.write(() => {
      for (const [key, value] of changed) this.#set.run(key, JSON.stringify(value))
    })
    this.#current = this.#read()
    return this.#current
  }

  /** A row that cannot be read, or of a setting that this application does not know, stays in the store and has no effect. */
  #read(): Settings {
    const stored: Record<string, unknown> = {}
    for (const { key, value } of this.#all.all()) {
      const schema = Object.entries(settingsSchema.shape).find(([name]) => name === key)?.[1]
      const parsed = schema && parseJson(z.object({ value: schema }), `{"value":${value}}`)
      if (parsed) stored[key] = parsed.value
    }
    return settingsSchema.parse(stored)
  }
}
