import { beforeEach, describe, expect, it } from 'vitest'
import { settingsSchema } from '@contract/settings.ts'
import { openNodePage, type NodePage } from '@renderer/testing/node-page.ts'
import { giveScriptedPort } from '@renderer/testing/node-ports.ts'
import type { ScriptedStore } from '@renderer/testing/scripted-store.ts'
import { openConnection } from '../backend.ts'
import { setSettings, settled, updateSettings, useSettings } from './settings.ts'

const defaults = settingsSchema.parse({})
const inForce = () => useSettings.getState().settings

describe('what is in force', () => {
  it('is what was confirmed with what is on its way over it, the latest last', () => {
    const { settings } = settled({ ...defaults, textSize: 14 }, [{ theme: 'dark' }, { theme: 'light', threads: 2 }])
    expect(settings).toEqual({ ...defaults, textSize: 14, theme: 'light', threads: 2 })
  })

  it('can be set back to nothing', () => {
    expect(settled({ ...defaults, threads: 4 }, [{ threads: null }]).settings.threads).toBeNull()
  })
})

describe('a change', () => {
  let page: NodePage
  let store: ScriptedStore

  beforeEach(() => {
    page = openNodePage()
    openConnection()
    const backend = giveScriptedPort(page)
    store = backend.store
    useSettings.setState(settled(store.settings, []))
    return backend.close
  })

  it('is in force at once and stored then', async () => {
    const storing = updateSettings({ theme: 'dark' })
    expect(inForce().theme).toBe('dark')
    expect(useSettings.getState().confirmed.theme).toBe('system')
    await storing
    expect(store.settings.theme).toBe('dark')
    expect(useSettings.getState()).toMatchObject({ pending: [], confirmed: { theme: 'dark' } })
  })

  it('reaches the native parts and the next first paint', async () => {
    await updateSettings({ theme: 'dark', language: 'zh-CN' })
    expect(page.calls).toContainEqual({ name: 'setTheme', input: 'dark' })
    expect(page.calls).toContainEqual({ name: 'setLanguage', input: 'zh-CN' })
    expect(JSON.parse(localStorage.getItem('appearance') ?? '{}')).toMatchObject({ theme: 'dark', language: 'zh-CN' })
  })

  it('stays when another window changes something else meanwhile', async () => {
    const storing = updateSettings({ threads: 2 })
    setSettings({ ...defaults, textSize: 20 })
    expect(inForce()).toMatchObject({ threads: 2, textSize: 20 })
    await storing
    expect(inForce().threads).toBe(2)
  })

  it('is taken back when it cannot be stored, and the others stay', async () => {
    const refused = updateSettings({ systemPrompt: 'refuse' })
    const stored = updateSettings({ threads: 3 })
    expect(inForce()).toMatchObject({ systemPrompt: 'refuse', threads: 3 })
    await Promise.all([refused, stored])
    expect(inForce()).toMatchObject({ systemPrompt: null, threads: 3 })
    expect(store.settings).toMatchObject({ systemPrompt: null, threads: 3 })
  })
})
