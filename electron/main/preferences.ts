import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { z } from 'zod'
import { log } from './log.ts'

/** What main must know before the backend is there: where the window was, and how to paint it before its first frame. */
const preferencesSchema = z.object({
  bounds: z
    .object({ x: z.int(), y: z.int(), width: z.int().min(400), height: z.int().min(300) })
    .nullable()
    .catch(null),
  maximized: z.boolean().catch(false),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  language: z.enum(['en', 'zh-CN']).nullable().catch(null),
})
export type Preferences = z.infer<typeof preferencesSchema>

const file = (): string => join(app.getPath('userData'), 'window.json')

/** Never fails: what is missing or unreadable has its default. */
export function readPreferences(): Preferences {
  try {
    return preferencesSchema.parse(JSON.parse(readFileSync(file(), 'utf8')))
  } catch {
    return preferencesSchema.parse({})
  }
}

/** Keeps what changed for the next start. A disk that refuses costs only that. */
export function writePreferences(patch: Partial<Preferences>): void {
  try {
    writeFileSync(file(), JSON.stringify({ ...readPreferences(), ...patch }))
  } catch (error) {
    log.warn('window.json was not written', error)
  }
}
