import { app } from 'electron'
import { readPreferences } from './preferences.ts'
import { wordsOf, type Words } from './words.ts'

/** The texts of native menus and dialogs in the language that was last chosen, or the system's. */
export function texts(): Words {
  return wordsOf(readPreferences().language ?? app.getPreferredSystemLanguages()[0] ?? 'en')
}
