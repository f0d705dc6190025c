import type { z } from 'zod'
import { settingsSchema, type Settings } from '@contract/settings.ts'
import { dismissNotices } from './notify.ts'
import { languageFor, speak } from './text/i18n.ts'

const appearanceSchema = settingsSchema.pick({ theme: true, language: true, textSize: true })

/** The settings that the first paint needs, before the backend can be asked. */
export type Appearance = z.infer<typeof appearanceSchema>

// Also read by public/first-paint.js.
const storageKey = 'appearance'
const darkSystem = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)')

/** What was in force when the page was last open; the defaults on the first start. */
export function rememberedAppearance(): Appearance {
  try {
    return appearanceSchema.parse(JSON.parse(localStorage.getItem(storageKey) ?? '{}'))
  } catch {
    return appearanceSchema.parse({})
  }
}

let applied: Appearance | null = null

function paint(theme: Appearance['theme']): void {
  const dark = theme === 'dark' || (theme === 'system' && darkSystem().matches)
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
}

/** Brings the page, the native parts and the next first paint in step with the settings. Does only what changed. */
export function applyAppearance({ theme, language, textSize }: Pick<Settings, keyof Appearance>): void {
  const before = applied
  applied = { theme, language, textSize }
  if (before?.theme !== theme) {
    paint(theme)
    void window.hearth.setTheme(theme)
  }
  if (before?.language !== language) {
    const spoken = languageFor(language, window.hearth.systemLanguage)
    // What was said in another language stays in it.
    if (document.documentElement.lang !== spoken) dismissNotices()
    speak(spoken)
    void window.hearth.setLanguage(spoken)
  }
  if (before?.textSize !== textSize) showTextSize(textSize)
  localStorage.setItem(storageKey, JSON.stringify(applied))
}

/** The conversation's text size in CSS pixels, also while its slider is still being dragged. */
export function showTextSize(textSize: number): void {
  document.documentElement.style.setProperty('--conversation-size', `${textSize}px`)
}

/** Follows the system's theme while the setting says so. Once, at the page's start. */
export function followSystemTheme(): void {
  darkSystem().addEventListener('change', () => paint(applied?.theme ?? 'system'))
}

/** Up to this many cores, the model computes on all of them, and what the page animates is taken from it. */
const fewCores = 4

/** Tells the style sheets what this computer is and can afford. Once, at the page's start. */
export function markComputer(): void {
  document.documentElement.dataset['platform'] = window.hearth.platform
  if (navigator.hardwareConcurrency <= fewCores) document.documentElement.dataset['fewCores'] = ''
}
