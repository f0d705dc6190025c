import { describe, expect, it } from 'vitest'
import { paths, routeOf, settingsSections } from './routes.ts'

describe('addresses', () => {
  it.each(['c1', 'ä/ö ?#%', '对话', '..'])('of the chat %j lead to it', (conversationId) => {
    expect(routeOf(paths.chat(conversationId))).toEqual({ view: 'chat', conversationId })
  })

  it.each(settingsSections)('of the settings section %s lead to it', (section) => {
    expect(routeOf(paths.settings(section))).toEqual({ view: 'settings', section })
  })

  it('of the views lead to them', () => {
    expect(routeOf(paths.models)).toEqual({ view: 'models', tab: 'installed', repository: null })
    expect(routeOf(paths.found)).toEqual({ view: 'models', tab: 'found', repository: null })
    expect(routeOf(paths.newChat)).toEqual({ view: 'chat', conversationId: null })
    expect(routeOf(paths.settings())).toEqual({ view: 'settings', section: 'general' })
  })

  it('of a repository lead to it, of what cannot be one to the list', () => {
    const discover = { view: 'models', tab: 'discover' }
    expect(routeOf(paths.repository('a/b.c_d-GGUF'))).toEqual({ ...discover, repository: 'a/b.c_d-GGUF' })
    for (const path of ['/models/discover', '/models/discover/a', '/models/discover/a/b/c', '/models/discover/../b'])
      expect(routeOf(path)).toEqual({ ...discover, repository: null })
    expect(routeOf('/models/found/a/b')).toEqual({ view: 'models', tab: 'found', repository: null })
  })

  it.each(['', '/nowhere', '/chat', '/chat/%E0%A4%A', '//'])('that mean nothing (%j) are a new chat', (path) => {
    expect(routeOf(path)).toEqual({ view: 'chat', conversationId: null })
  })

  it('of an unknown section are the first one', () => {
    expect(routeOf('/settings/hardware')).toEqual({ view: 'settings', section: 'general' })
  })
})
