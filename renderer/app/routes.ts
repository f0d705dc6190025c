import { repositoryIdSchema } from '@contract/hub.ts'
import { navigate, useHashLocation } from 'wouter/use-hash-location'

/** The sections of *Settings*, in their order. */
export const settingsSections = ['general', 'chat', 'models', 'privacy', 'about'] as const
export type SettingsSection = (typeof settingsSections)[number]

/** The parts of *Models*. */
export const modelsTabs = ['installed', 'discover', 'found'] as const
/** Where in *Models*: `repository` is one of the hub's that is looked at, `owner/name`. */
export interface ModelsPlace {
  tab: (typeof modelsTabs)[number]
  repository: string | null
}

/** What the address names. `conversationId` null: a new chat. */
export type Route =
  | { view: 'chat'; conversationId: string | null }
  | ({ view: 'models' } & ModelsPlace)
  | { view: 'settings'; section: SettingsSection }

/** The addresses, to navigate to; `href` them with `#` in front. */
export const paths = {
  newChat: '/',
  models: '/models',
  discover: '/models/discover',
  found: '/models/found',
  repository: (repository: string): string => `/models/discover/${repository}`,
  chat: (conversationId: string): string => `/chat/${encodeURIComponent(conversationId)}`,
  settings: (section: SettingsSection = 'general'): string => `/settings/${section}`,
}

/** Reads an address; an unknown one is a new chat. */
export function routeOf(path: string): Route {
  const [view, rest, ...deeper] = path.split('/').filter(Boolean)
  if (view === 'models') return { view: 'models', ...modelsPlaceOf(rest, deeper) }
  if (view === 'settings')
    return { view: 'settings', section: settingsSections.find((name) => name === rest) ?? 'general' }
  if (view === 'chat' && rest) return { view: 'chat', conversationId: decoded(rest) }
  return { view: 'chat', conversationId: null }
}

function modelsPlaceOf(tab: string | undefined, deeper: string[]): ModelsPlace {
  const repository = repositoryIdSchema.safeParse(deeper.join('/'))
  return {
    tab: modelsTabs.find((name) => name === tab) ?? 'installed',
    repository: tab === 'discover' && repository.success ? repository.data : null,
  }
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

/** What the address names at this moment. */
export function presentRoute(): Route {
  return routeOf(window.location.hash.replace(/^#/, ''))
}

/** The present address, kept true. */
export function useRoute(): Route {
  const [path] = useHashLocation()
  return routeOf(path)
}
