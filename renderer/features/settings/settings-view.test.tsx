import { renderToStaticMarkup } from 'react-dom/server'
import { beforeEach, describe, expect, it } from 'vitest'
import { settingsSections, type SettingsSection } from '@renderer/app/routes.ts'
import { useModels } from '@renderer/app/state/models.ts'
import { settled, useSettings } from '@renderer/app/state/settings.ts'
import { settingsSchema, type SettingsPatch } from '@contract/settings.ts'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { scriptedModels } from '@renderer/testing/scripted-data.ts'
import { TooltipProvider } from '@renderer/ui/tooltip.tsx'
import { SettingsView } from './settings-view.tsx'

function view(section: SettingsSection, settings: SettingsPatch = {}): string {
  // Rendering outside of a browser takes each store's first state.
  Object.assign(useSettings.getInitialState(), settled(settingsSchema.parse({}), [settings]))
  Object.assign(useModels.getInitialState(), { list: scriptedModels(), loaded: true })
  return renderToStaticMarkup(
    <TooltipProvider>
      <SettingsView section={section} />
    </TooltipProvider>,
  )
}

beforeEach(() => {
  openNodePage('en')
})

describe.each(settingsSections)('the section %s', (section) => {
  it('is marked as the one that is shown, by its address', () => {
    const current = /<a href="([^"]*)"[^>]*aria-current="page"/.exec(view(section))?.[1]
    expect(current).toBe(`#/settings/${section}`)
  })

  it('has a name for everything that can be pressed, in Chinese too', () => {
    openNodePage('zh-CN')
    const html = view(section)
    const buttons = html.match(/<button.*?<\/button>/gs) ?? []
    expect(buttons.length).toBeGreaterThan(0)
    for (const button of buttons) expect(button).toMatch(/aria-label="[^"]+"|>[^<]+</)
    expect(html).toMatch(/<h1[^>]*>\p{Script=Han}+<\/h1>/u)
  })
})

describe('what chats begin with', () => {
  it('is shown as the default model recommends it, until something is chosen', () => {
    expect(view('chat')).toContain('placeholder="You are a helpful AI assistant named SmolLM')
    expect(view('chat')).toMatch(/Temperature<\/span>.*?Automatic.*?0\.20/s)
    const chosen = view('chat', { sampling: { temperature: 0 }, systemPrompt: 'Be brief.' })
    expect(chosen).toContain('aria-label="Reset Temperature to 0.20"')
    expect(chosen).toContain('>Be brief.</textarea>')
  })

  it('follows another default model', () => {
    expect(view('chat', { defaultModelId: 'qwen3-4b' })).toContain('placeholder="None recommended"')
  })
})

describe('how models are run', () => {
  it('has a way to the models themselves', () => {
    expect(view('models')).toMatch(/<a [^>]*href="#\/models"[^>]*>Show<\/a>/)
  })

  it('warns of a context beyond what the model was trained for', () => {
    expect(view('models', { contextSize: 16_384 })).toContain('SmolLM2 135M was trained for 8,192 tokens')
    expect(view('models', { contextSize: 4096 })).not.toContain('was trained for')
  })
})
