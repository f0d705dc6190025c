import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import enChat from '@renderer/locales/en/chat.json'
import enCommon from '@renderer/locales/en/common.json'
import enDiscover from '@renderer/locales/en/discover.json'
import enDownloads from '@renderer/locales/en/downloads.json'
import enFailures from '@renderer/locales/en/failures.json'
import enMarkdown from '@renderer/locales/en/markdown.json'
import enModels from '@renderer/locales/en/models.json'
import enPrivacy from '@renderer/locales/en/privacy.json'
import enSettings from '@renderer/locales/en/settings.json'
import enSidebar from '@renderer/locales/en/sidebar.json'
import enTrash from '@renderer/locales/en/trash.json'
import zhChat from '@renderer/locales/zh-CN/chat.json'
import zhCommon from '@renderer/locales/zh-CN/common.json'
import zhDiscover from '@renderer/locales/zh-CN/discover.json'
import zhDownloads from '@renderer/locales/zh-CN/downloads.json'
import zhFailures from '@renderer/locales/zh-CN/failures.json'
import zhMarkdown from '@renderer/locales/zh-CN/markdown.json'
import zhModels from '@renderer/locales/zh-CN/models.json'
import zhPrivacy from '@renderer/locales/zh-CN/privacy.json'
import zhSettings from '@renderer/locales/zh-CN/settings.json'
import zhSidebar from '@renderer/locales/zh-CN/sidebar.json'
import zhTrash from '@renderer/locales/zh-CN/trash.json'
import type { Settings } from '@contract/settings.ts'
import { formatsFor } from './format.ts'

/** The languages that the interface speaks. */
export type Language = Exclude<Settings['language'], 'system'>

/** Every text, by language and namespace. English is the measure: the other language has the same keys (there is a test). */
export const resources = {
  en: {
    common: enCommon,
    sidebar: enSidebar,
    chat: enChat,
    markdown: enMarkdown,
    models: enModels,
    discover: enDiscover,
    downloads: enDownloads,
    privacy: enPrivacy,
    settings: enSettings,
    trash: enTrash,
    failures: enFailures,
  },
  'zh-CN': {
    common: zhCommon,
    sidebar: zhSidebar,
    chat: zhChat,
    markdown: zhMarkdown,
    models: zhModels,
    discover: zhDiscover,
    downloads: zhDownloads,
    privacy: zhPrivacy,
    settings: zhSettings,
    trash: zhTrash,
    failures: zhFailures,
  },
} as const satisfies Record<Language, object>

/** The interface's language for a setting and the system's own (BCP 47). */
export function languageFor(setting: Settings['language'], systemLanguage: string): Language {
  if (setting !== 'system') return setting
  return systemLanguage.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

/** Starts the texts in a language. Synchronous: all texts are in the bundle. */
export function startTexts(language: Language): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources,
    defaultNS: 'common',
    initAsync: false,
    interpolation: { escapeValue: false }, // React escapes
  })
  // In texts: {{size, bytes}}, {{tokens, count}}, {{parts, list}}.
  i18next.services.formatter?.add('bytes', (value: unknown, lng) => formatsFor(lng ?? 'en').bytes(Number(value)))
  i18next.services.formatter?.add('count', (value: unknown, lng) => formatsFor(lng ?? 'en').number(Number(value)))
  i18next.services.formatter?.add('list', (value: unknown, lng) =>
    formatsFor(lng ?? 'en').list([value].flat().map(String)),
  )
  document.documentElement.lang = language
}

/** Changes the language of everything on the page. */
export function speak(language: Language): void {
  if (i18next.language !== language) void i18next.changeLanguage(language)
  document.documentElement.lang = language
}
