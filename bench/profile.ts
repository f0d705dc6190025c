import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { SettingsPatch } from '../electron/contract/settings.ts'
import { launchHearth } from '../e2e/fixtures/launch.ts'

/** Gives a new profile these settings: Hearth makes its database in a start of its own. */
export async function writeSettings(profile: string, settings: SettingsPatch): Promise<void> {
  const hearth = await launchHearth(profile)
  await hearth.page.getByRole('button', { name: 'Model: SmolLM2 135M' }).waitFor()
  await hearth.quit()
  const database = new Database(join(profile, 'hearth.db'))
  const insert = database.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)')
  for (const [key, value] of Object.entries(settings)) insert.run(key, JSON.stringify(value))
  database.close()
}
