import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOfCall } from '../contract/client.ts'
import type { EngineClient } from '../contract/engine-client.ts'
import type { Turn } from '../contract/engine.ts'
import type { Failure } from '../contract/failure.ts'
import { tinyReply, writeTinyModel } from '../testing/tiny-model.ts'
import { engineInProcess, load, talk, write } from './in-process.ts'

const contextSize = 512
const system = { system: 'Be brief.' }
let folder = ''
let client: EngineClient
let endless: EngineClient

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-engine-'))
  const paths = { short: join(folder, 'short.gguf'), endless: join(folder, 'endless.gguf') }
  await writeTinyModel(paths.short)
  await writeTinyModel(paths.endless, { replies: ['on and over again'], endless: true })
  client = engineInProcess()
  endless = engineInProcess()
  await load(client, paths.short, contextSize)
  await load(endless, paths.endless, contextSize)
})

afterAll(() => rm(folder, { recursive: true }))

/** Questions of 40 letters and their answers, and one more question. */
function long(pairs: number, last = 'Now?'): ReturnType<typeof talk> {
  const said = Array.from({ length: pairs }, (_, index) => [`${index}`.padEnd(40, '.'), tinyReply]).flat()
  return talk(system, ...said, last)
}

async function failureOf(writing: Promise<unknown>): Promise<Failure> {
  return failureOfCall(
    await writing.then(
      () => null,
      (error: unknown) => error,
    ),
  )
}

test('what fits is left as it is', async () => {
  const { measurements } = await write(client, long(3))
  expect(measurements.droppedTurns).toBe(0)
})

test('when it is full, the oldest messages are left out, many at once, and stay out', async () => {
  const { measurements, text } = await write(client, long(10))
  expect(text).toBe(tinyReply)
  expect(measurements.droppedTurns).toBeGreaterThanOrEqual(10)
  expect(measurements.droppedTurns % 2).toBe(0)
  expect(measurements.promptTokens).toBeLessThanOrEqual(contextSize / 2)
  expect(measurements.systemTokens).toBeGreaterThan(0)
  const next = await write(client, [...long(10), ...talk('', tinyReply).slice(1), ...talk('Again?')])
  expect(next.measurements.droppedTurns).toBe(measurements.droppedTurns)
  expect(next.measurements.evaluatedTokens).toBe(next.measurements.promptTokens - measurements.contextUsed)
})

test('reading ahead leaves out the same', async () => {
  await client.prefill({ turns: long(12).slice(0, -1), draft: '' })
  const { measurements } = await write(client, long(12))
  expect(measurements.droppedTurns).toBeGreaterThan(0)
  expect(measurements.evaluatedTokens).toBeLessThan(30)
})

test('set to ask, it fails before it writes, and says how full it is', async () => {
  const failure = await failureOf(write(client, long(10), { whenFull: 'ask' }))
  expect(failure).toMatchObject({ code: 'CONTEXT_FULL', data: { contextSize } })
  expect(failure.code === 'CONTEXT_FULL' && failure.data.usedTokens).toBeGreaterThan(contextSize)
})

test.each(['drop-oldest', 'ask'] as const)('a question that is too long alone, %s', async (whenFull) => {
  const failure = await failureOf(write(client, long(2, 'x'.repeat(600)), { whenFull }))
  expect(failure).toMatchObject({ code: 'CONTEXT_TOO_SMALL', data: { contextSize } })
  expect(failure.code === 'CONTEXT_TOO_SMALL' && failure.data.neededTokens).toBeGreaterThan(600)
})

test.each(['drop-oldest', 'ask'] as const)('an answer that has no room to go on has ended, %s', async (whenFull) => {
  const failure = await failureOf(write(client, talk(system, 'x'.repeat(600), 'on'), { whenFull }))
  expect(failure).toMatchObject({ code: 'CONTEXT_FULL', data: { contextSize, canLeaveOut: false } })
})

test('set to ask, an answer that fills the context ends there', async () => {
  const turns = talk(system, 'Go')
  const { stopReason, measurements, text, canLeaveOut } = await write(endless, turns, { whenFull: 'ask' })
  expect([stopReason, canLeaveOut]).toEqual(['context-full', false])
  expect(measurements.contextUsed).toBe(contextSize - 1)
  expect(text.startsWith('on and over again on and')).toBe(true)
})

test('set to ask, an answer that fills the context says whether there were room without the oldest messages', async () => {
  const turns = talk(system, 'x'.repeat(120), 'on', 'y'.repeat(40))
  const first = await write(endless, turns, { whenFull: 'ask' })
  expect([first.stopReason, first.canLeaveOut]).toEqual(['context-full', true])
  const goOn: Turn[] = [...turns, { role: 'assistant', parts: first.parts }]
  const second = await write(endless, goOn, { whenFull: 'drop-oldest' })
  expect(second.measurements.outputTokens).toBeGreaterThan(0)
  expect([second.stopReason, second.canLeaveOut]).toEqual(['context-full', false])
})

test('an answer that fills the context goes on without the oldest messages, and without a seam', async () => {
  const turns = talk(system, 'x'.repeat(120), 'on', 'y'.repeat(40))
  const { stopReason, measurements, text } = await write(endless, turns, { sampling: { maxTokens: 430 } })
  expect(stopReason).toBe('max-tokens')
  expect(measurements).toMatchObject({ outputTokens: 430, droppedTurns: 2 })
  expect(text.trim().split(' ')).toEqual(
    Array.from({ length: 430 }, (_, index) => ['on', 'and', 'over', 'again'][index % 4]),
  )
})

test('when nothing is left that could be left out, the answer ends there', async () => {
  const { stopReason, measurements } = await write(endless, talk(system, 'Go'))
  expect(stopReason).toBe('context-full')
  expect(measurements).toMatchObject({ contextUsed: contextSize - 1, droppedTurns: 0 })
})
