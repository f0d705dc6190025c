import { navigate, useHashLocation } from 'wouter/use-hash-location'

/** The sections of *Settings*, in their order. */
export const settingsSections = ['general', 'chat', 'models', 'about'] as const
export type SettingsSection = (typeof settingsSections)[number]

/** What the address names. `conversationId` null: a new chat. */
export type Route =
  | { view: 'chat'; conversationId: string | null }
  | { view: 'models' }
  | { view: 'settings'; section: SettingsSection }

/** The addresses, to navigate to; `href` them with `#` in front. */
export const paths = {
  newChat: '/',
  models: '/models',
  chat: (conversationId: string): string => `/chat/${encodeURIComponent(conversationId)}`,
  settings: (section: SettingsSection = 'general'): string => `/settings/${section}`,
}

/** Reads an address; an unknown one is a new chat. */
export function routeOf(path: string): Route {
  const [view, rest] = path.split('/').filter(Boolean)
  if (view === 'models') return { view: 'models' }
  if (view === 'settings')
    return { view: 'settings', section: settingsSections.find((name) => name === rest) ?? 'general' }
  if (view === 'chat' && rest) return { view: 'chat', conversationId: decoded(rest) }
  return { view: 'chat', conversationId: null }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Goes to an address. `replace` leaves no step for *Back*. */
export function go(path: string, options: { replace?: boolean } = {}): void {
  navigate(path, options)
}

/** The present address, kept true. */
export function useRoute(): Route {
  const [path] = useHashLocation()
  return routeOf(path)
}
