import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOfCall } from '../contract/client.ts'
import type { EngineClient } from '../contract/engine-client.ts'
import { tinyReply, writeTinyModel, type TinyModelOptions } from '../testing/tiny-model.ts'
import { engineInProcess, load, talk, write } from './in-process.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-engine-'))
})

afterAll(() => rm(folder, { recursive: true }))

async function engineWith(options: TinyModelOptions): Promise<EngineClient> {
  const path = join(folder, 'model.gguf')
  await writeTinyModel(path, options)
  const client = engineInProcess()
  await load(client, path)
  return client
}

test('a template that throws is the answer’s failure, with what it threw', async () => {
  const client = await engineWith({ chatTemplate: "{{ raise_exception('not like this') }}" })
  const failure = failureOfCall(await write(client, talk('Hi')).catch((error: unknown) => error))
  expect(failure.code).toBe('CHAT_TEMPLATE_FAILED')
  expect(failure.code === 'CHAT_TEMPLATE_FAILED' && failure.data.detail).toContain('not like this')
})

const forever = '{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}'

test('a template that never ends is ended, and the engine lives on', async () => {
  const client = await engineWith({ chatTemplate: forever })
  const failure = failureOfCall(await write(client, talk('Hi')).catch((error: unknown) => error))
  expect(failure.code).toBe('CHAT_TEMPLATE_FAILED')
  expect(failure.code === 'CHAT_TEMPLATE_FAILED' && failure.data.detail).toContain('timed out')
})

test('a template that never ends in a long conversation writes the short ones', async () => {
  const grows = `{% for m in messages %}{{ m.content }} {% endfor %}{% if messages | length > 15 %}${forever}{% endif %}`
  const client = await engineWith({ chatTemplate: grows })
  const long = talk(...Array.from({ length: 17 }, () => 'Hi'))
  const failure = failureOfCall(await write(client, long).catch((error: unknown) => error))
  expect(failure.code).toBe('CHAT_TEMPLATE_FAILED')
  expect(await write(client, talk('Hi'))).toMatchObject({ stopReason: 'end' })
})

test.each([forever, "{{ raise_exception('not like this') }}", '{% broken %}'])(
  'with the standard format, nobody looks at the template %s',
  async (chatTemplate) => {
    const path = join(folder, 'model.gguf')
    await writeTinyModel(path, { chatTemplate })
    const client = engineInProcess()
    const loading = await client.load({ path, contextSize: null, threads: 1, chatFormat: 'standard' })
    for await (const event of loading) if (event.type === 'ready') break
    expect(await write(client, talk('Hi'))).toMatchObject({ text: tinyReply })
  },
)

test('a template that cannot be parsed but is of a known kind is written like those of its kind', async () => {
  const client = await engineWith({ chatTemplate: '{% broken %}<|im_start|>' })
  expect(await write(client, talk('Hi'))).toMatchObject({ text: tinyReply })
})

test('a model without a template gets a format all the same', async () => {
  const client = await engineWith({ chatTemplate: null })
  expect(await write(client, talk({ system: 'Be brief.' }, 'Hi'))).toMatchObject({ stopReason: 'end' })
})

test('the beginning is the one that the model’s template has: ChatML without another token before it', async () => {
  const client = await engineWith({})
  const { measurements } = await write(client, talk('Hi'))
  const frame = '<|im_start|>user\n'.length - '<|im_start|>'.length + 'Hi'.length + 'assistant\n'.length + '\n'.length
  // Four control tokens, and every other character is a token or less.
  expect(measurements.promptTokens).toBeLessThanOrEqual(3 + frame)
})

test('what another model thought is not shown to one that does not think', async () => {
  const client = await engineWith({})
  const said = { type: 'text' as const, text: tinyReply }
  const without = await write(client, talk('Hi', [said], 'And?'))
  const withThought = await write(
    client,
    talk('Hi', [{ type: 'reasoning', text: 'A long thought about it', durationMs: 1 }, said], 'And?'),
  )
  expect(withThought.measurements.promptTokens).toBe(without.measurements.promptTokens)
})
