import { renderToStaticMarkup } from 'react-dom/server'
import { beforeEach, describe, expect, it } from 'vitest'
import type { EngineState, Model } from '@contract/model.ts'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { scriptedModels } from '@renderer/testing/scripted-data.ts'
import { TooltipProvider } from '@renderer/ui/tooltip.tsx'
import { ModelRow } from './model-row.tsx'

const models = scriptedModels()
const modelOf = (id: string): Model => {
  const model = models.find((candidate) => candidate.id === id)
  if (!model) throw new Error(`no scripted model ${id}`)
  return model
}

/** The row's markup with plain spaces. */
function row(
  id: string,
  engine: EngineState = { phase: 'idle' },
  waitingId: string | null = null,
  changes: Partial<Model> = {},
): string {
  return renderToStaticMarkup(
    <TooltipProvider>
      <ModelRow
        model={{ ...modelOf(id), ...changes }}
        engine={engine}
        waiting={waitingId === id}
        isDefault={id === 'qwen3-4b'}
        position={1}
        total={1}
        onAct={() => undefined}
      />
    </TooltipProvider>,
  ).replaceAll('\u00a0', ' ')
}

beforeEach(() => {
  openNodePage('en')
})

describe('the row of a model', () => {
  it('says what it is, whether it fits and what to do, by its name', () => {
    const html = row('qwen3-4b')
    expect(html.replaceAll(/<[^>]*>/g, '')).toContain('Q4_K_M · 2.5 GB · 4.02B parameters · 32k context · Apache-2.0')
    expect(html).toContain('aria-valuetext="Fits, 3.6 of 16 GB"')
    expect(html).toContain('aria-label="Chat with Qwen 3 4B"')
    expect(html).toContain('aria-label="More for Qwen 3 4B"')
    expect(html).toContain('Default')
  })

  it('offers no chat where it would not fit or cannot be read, and says why', () => {
    expect(row('llama33-70b')).toContain('Will not fit')
    expect(row('llama33-70b')).not.toContain('Chat with')
    expect(row('broken')).toContain('half-a-download.Q5_K_M.gguf is incomplete: its end is missing.')
    expect(row('broken')).not.toContain('Chat with')
    expect(row('broken')).toContain('aria-label="Details of half-a-download.Q5_K_M"')
  })

  it('shows how far its loading is, and the way to stop it', () => {
    const html = row('qwen3-4b', { phase: 'loading', modelId: 'qwen3-4b', progress: 0.42 })
    expect(html).toContain('Loading, 42 %')
    expect(html).toContain('aria-label="Cancel loading Qwen 3 4B"')
  })

  it('waits for the running answer without a button that would stop it', () => {
    const html = row('qwen3-4b', { phase: 'idle' }, 'qwen3-4b')
    expect(html).toContain('Waits for the running answer')
    expect(html).not.toContain('Chat with')
  })

  it('says what went wrong with the engine, and offers to try again', () => {
    const failure = { code: 'ENGINE_CRASHED', data: { signal: 'SIGABRT', exitCode: null } } as const
    const html = row('qwen3-4b', { phase: 'failed', modelId: 'qwen3-4b', failure })
    expect(html).toContain('The engine that runs the model stopped unexpectedly.')
    expect(html).toContain('aria-label="Try again to load Qwen 3 4B"')
  })

  it('shows that its own chat template is not used', () => {
    expect(row('qwen3-4b')).not.toContain('Standard format')
    expect(row('qwen3-4b', undefined, null, { chatFormat: 'standard' })).toContain('Standard format')
  })

  it('is honest about the built-in one', () => {
    expect(row('smollm2-135m-instruct-q4_1')).toMatch(/Built in.*often wrong.*English only\./)
  })

  it('speaks Chinese', () => {
    openNodePage('zh-CN')
    expect(row('mistral-24b')).toContain('aria-valuetext="勉强放得下、13.9 / 16 GB"')
    expect(row('smollm2-135m-instruct-q4_1')).toContain('仅支持英语。')
  })
})
