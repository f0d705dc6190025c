import { expect, test } from 'vitest'
import { scriptedMeasurements } from '@renderer/testing/scripted-data.ts'
import { contextUse } from './context-use.ts'

const last = scriptedMeasurements(486) // 2,034 of prompt, 310 of them instructions

test('the last answer divides the context', () => {
  expect(contextUse({ last, live: null, begun: true, size: 8192 })).toEqual({
    instructions: 310,
    messages: 1724,
    answer: 486,
    free: 5672,
    used: 2520,
    size: 8192,
  })
})

test('a running answer counts as it is now', () => {
  const stats = { outputTokens: 10, tokensPerSecond: 78, timeToFirstTokenMs: 90, contextUsed: 2600, contextSize: 4096 }
  const use = contextUse({ last, live: { phase: { name: 'writing' }, stats }, begun: true, size: 8192 })
  expect(use).toMatchObject({ answer: 10, instructions: 310, messages: 2280, used: 2600, free: 1496, size: 4096 })
})

test('a new chat has the whole context free', () => {
  expect(contextUse({ last: null, live: null, begun: false, size: 8192 })).toMatchObject({ used: 0, free: 8192 })
})

test('what was said and has no numbers is not taken for nothing; while it is read, its tokens are known', () => {
  expect(contextUse({ last: null, live: null, begun: true, size: 8192 })).toBeNull()
  const phase = { name: 'reading', doneTokens: 195, totalTokens: 5506 } as const
  expect(contextUse({ last: null, live: { phase, stats: null }, begun: true, size: 8192 })).toMatchObject({
    messages: 5506,
    free: 2686,
  })
})

test('another model has another size, and more than fits leaves nothing free', () => {
  expect(contextUse({ last, live: null, begun: true, size: 2048 })).toMatchObject({ used: 2520, free: 0, size: 2048 })
})

test('the last answer tells the size where nothing else does; without it nothing is known', () => {
  expect(contextUse({ last, live: null, begun: true, size: null })?.size).toBe(8192)
  expect(contextUse({ last: null, live: null, begun: false, size: null })).toBeNull()
})

test('the parts always add up to what is used', () => {
  const odd = { ...last, systemTokens: 400, outputTokens: 300, contextUsed: 500 }
  const use = contextUse({ last: odd, live: null, begun: true, size: 8192 })
  expect(use && use.instructions + use.messages + use.answer).toBe(500)
})
