import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { Breaker } from './breaker.ts'
import { failureOfCall } from './client.ts'
import { FailureError, failureOf, failureSchema } from './failure.ts'
import { textOf } from './message.ts'
import { defaultSampling, resolveSampling } from './sampling.ts'
import { settingsPatchSchema, settingsSchema } from './settings.ts'

test('a failure is known by its code and its data', () => {
  expect(failureSchema.safeParse({ code: 'MODEL_FILE_MISSING', data: { path: '/a.gguf' } }).success).toBe(true)
  expect(failureSchema.safeParse({ code: 'MODEL_FILE_MISSING', data: {} }).success).toBe(false)
  for (const value of [
    { code: 'NO_SUCH', data: {} },
    { code: 'toString', data: {} },
    { code: 'OFFLINE' },
    'OFFLINE',
    null,
  ])
    expect([value, failureSchema.safeParse(value).success]).toEqual([value, false])
})

test('any thrown value becomes a failure', () => {
  const failure = { code: 'MODEL_UNKNOWN', data: { modelId: 'x' } } as const
  expect(failureOf(new FailureError(failure))).toEqual(failure)
  expect(failureOf(new Error('disk'))).toEqual({ code: 'INTERNAL', data: { detail: 'disk' } })
  expect(failureOf('text')).toEqual({ code: 'INTERNAL', data: { detail: 'text' } })
})

test('a call that failed tells its failure, and a lost port is internal', () => {
  const known = new ORPCError('MODEL_UNKNOWN', { defined: true, data: { modelId: 'x' } })
  expect(failureOfCall(known)).toEqual({ code: 'MODEL_UNKNOWN', data: { modelId: 'x' } })
  const badData = new ORPCError('MODEL_UNKNOWN', { defined: true, data: {} })
  expect(failureOfCall(badData).code).toBe('INTERNAL')
  expect(failureOfCall(new DOMException('closed', 'AbortError')).code).toBe('INTERNAL')
})

test('sampling is decided by the strongest layer that says something', () => {
  const model = { temperature: 0.2, topP: 0.9 }
  const settings = { temperature: 0.5, seed: 7 }
  const conversation = { temperature: 0, seed: null }
  expect(resolveSampling(model, settings, conversation)).toEqual({
    ...defaultSampling,
    temperature: 0,
    topP: 0.9,
    seed: null,
  })
  expect(resolveSampling(null, undefined, {})).toEqual(defaultSampling)
})

test('settings have a default each', () => {
  expect(settingsSchema.parse({})).toMatchObject({ theme: 'system', language: 'system', textSize: 15.5, sampling: {} })
})

test('a patch of settings has no defaults, and each setting’s own rules', () => {
  expect(settingsPatchSchema.parse({})).toEqual({})
  expect(Object.keys(settingsPatchSchema.shape)).toEqual(Object.keys(settingsSchema.shape))
  expect(settingsPatchSchema.parse({ textSize: 18, modelsFolder: null })).toEqual({ textSize: 18, modelsFolder: null })
  for (const patch of [{ textSize: 900 }, { modelsFolder: 'relative' }, { hubAddress: 'ftp://example.org' }])
    expect([patch, settingsPatchSchema.safeParse(patch).success]).toEqual([patch, false])
})

test('the text of a message leaves its reasoning out', () => {
  const parts = [
    { type: 'reasoning', text: 'hm', durationMs: 10 },
    { type: 'text', text: 'Yes, ' },
    { type: 'text', text: 'two.' },
  ] as const
  expect(textOf(parts)).toBe('Yes, two.')
})

test('the breaker opens at the third crash within a minute, and closes with time or by a person', () => {
  const breaker = new Breaker()
  expect([breaker.crashed(0), breaker.crashed(30_000), breaker.crashed(59_000)]).toEqual([true, true, false])
  expect(breaker.crashed(150_000)).toBe(true)
  expect(breaker.crashed(150_001)).toBe(true)
  breaker.reset()
  expect(breaker.crashed(150_002)).toBe(true)
})
