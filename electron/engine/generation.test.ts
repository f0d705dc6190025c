import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EngineClient } from '../contract/engine-client.ts'
import { tinyReply, writeTinyModel, type TinyModelOptions } from '../testing/tiny-model.ts'
import { engineInProcess, greedy, load, talk, write } from './in-process.ts'

let folder = ''
let plain: EngineClient
let endless: EngineClient

async function engineWith(name: string, options: TinyModelOptions = {}): Promise<EngineClient> {
  const path = join(folder, `${name}.gguf`)
  await writeTinyModel(path, options)
  const client = engineInProcess()
  await load(client, path)
  return client
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-engine-'))
  plain = await engineWith('plain', { replies: [tinyReply, 'Sure: first; second?'] })
  endless = await engineWith('endless', { replies: ['on and over again'], endless: true })
})

afterAll(() => rm(folder, { recursive: true }))

test('an answer arrives whole, with its numbers', async () => {
  const { parts, stopReason, measurements, events } = await write(plain, talk({ system: 'Be brief.' }, 'Hello'))
  expect(parts).toEqual([{ type: 'text', text: tinyReply }])
  expect(stopReason).toBe('end')
  expect(measurements).toMatchObject({
    outputTokens: 17,
    evaluatedTokens: measurements.promptTokens,
    contextUsed: measurements.promptTokens + 17,
    contextSize: 2048,
    droppedTurns: 0,
  })
  expect(measurements.systemTokens).toBeGreaterThan(0)
  expect(measurements.systemTokens).toBeLessThan(measurements.promptTokens)
  expect(measurements.timeToFirstTokenMs).toBeGreaterThan(0)
  expect(measurements.durationMs).toBeGreaterThan(measurements.timeToFirstTokenMs ?? Infinity)
  expect(measurements.tokensPerSecond).toBeGreaterThan(0)
  expect(events[0]).toEqual({ type: 'reading', doneTokens: 0, totalTokens: measurements.promptTokens })
  expect(events.filter(({ type }) => type === 'end')).toHaveLength(1)
})

test('the first word is sent at once, with numbers that grow', async () => {
  const { events } = await write(endless, talk('Go'), { sampling: { maxTokens: 400 } })
  const deltas = events.flatMap((event) => (event.type === 'delta' ? [event] : []))
  expect(deltas[0]?.text).toBe('on')
  expect(deltas[0]?.stats).toMatchObject({ outputTokens: 1, tokensPerSecond: null, contextSize: 2048 })
  expect(deltas.length).toBeLessThan(400)
  const counts = deltas.map(({ stats }) => stats.outputTokens)
  expect(counts).toEqual(counts.toSorted((a, b) => a - b))
})

test('what a reasoning model thinks is kept apart from what it answers', async () => {
  const client = await engineWith('thinking', { replies: ['<think>Let me see</think>The answer is 42'] })
  const { parts } = await write(client, talk('Well?'))
  expect(parts).toEqual([
    { type: 'reasoning', text: 'Let me see', durationMs: null },
    { type: 'text', text: 'The answer is 42' },
  ])
})

test('a thought that was interrupted goes on as a thought', async () => {
  const client = await engineWith('interrupted', { replies: ['<think>Let me see</think>The answer is 42'] })
  const { parts } = await write(client, talk('Well?', [{ type: 'reasoning', text: 'Let me', durationMs: 5 }]))
  expect(parts).toEqual([
    { type: 'reasoning', text: ' see', durationMs: null },
    { type: 'text', text: 'The answer is 42' },
  ])
})

test('characters that are written byte by byte arrive whole', async () => {
  const client = await engineWith('bytes', { replies: ['é你字🙂done'] })
  const { text, events } = await write(client, talk('Write.'))
  expect(text).toBe('é你字🙂done')
  expect(events.some((event) => event.type === 'delta' && event.text.includes('\uFFFD'))).toBe(false)
  const cut = await write(client, talk('Write.'), { sampling: { maxTokens: 3 } })
  expect(cut.text).toBe('é')
})

test('an answer ends at its longest length', async () => {
  const { text, stopReason, measurements } = await write(endless, talk('Go'), { sampling: { maxTokens: 6 } })
  expect(text).toBe('on and over again on and')
  expect(stopReason).toBe('max-tokens')
  expect(measurements.outputTokens).toBe(6)
})

test('without a temperature the likeliest answer comes; with one, the seed decides', async () => {
  const answers = async (seed: number): Promise<string> =>
    (await write(plain, talk('Hello'), { sampling: { temperature: 1, seed } })).text
  const bySeed = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => answers(seed)))
  expect(new Set(bySeed)).toEqual(new Set([tinyReply, 'Sure: first; second?']))
  expect(await answers(3)).toBe(bySeed[2])
  expect(await answers(4)).toBe(bySeed[3])
})

test('a repeat penalty drives an endless model out of its circle', async () => {
  const { stopReason } = await write(endless, talk('Go'), {
    sampling: { repeatPenalty: 2, temperature: 2, maxTokens: 1500 },
  })
  expect(stopReason).toBe('end')
})

test('stopped in the middle, it ends at once and keeps what was written', async () => {
  let written = ''
  const { stopReason, measurements, text } = await write(endless, talk('Go'), {
    onEvent: (event) => {
      if (event.type !== 'delta') return
      written += event.text
      if (written.length > 30) void endless.stop({ generationId: 'test' })
    },
  })
  expect(stopReason).toBe('stopped')
  expect(text).toBe(written)
  expect(measurements.outputTokens).toBeGreaterThan(4)
  expect(await write(plain, talk('Hello'))).toMatchObject({ text: tinyReply })
})

test('stopped before the first word, it ends with its numbers, and the next answer comes', async () => {
  const question = talk('x'.repeat(1500))
  const { stopReason, text, measurements } = await write(plain, question, {
    onEvent: ({ type }) => {
      if (type === 'reading') void plain.stop({ generationId: 'test' })
    },
  })
  expect({ stopReason, text }).toEqual({ stopReason: 'stopped', text: '' })
  expect(measurements).toMatchObject({ outputTokens: 0, timeToFirstTokenMs: null, tokensPerSecond: null })
  expect(measurements.promptTokens).toBeGreaterThan(1500)
  expect(measurements.evaluatedTokens).toBeLessThan(1500)
  const next = await write(plain, question)
  expect(next.text).toBe(tinyReply)
})

test('stopped while it waits for another one', async () => {
  const first = write(endless, talk('Go'), { generationId: 'first' })
  const second = write(endless, talk('Stay'), {
    generationId: 'second',
    onEvent: () => void endless.stop({ generationId: 'first' }),
  })
  await endless.stop({ generationId: 'second' })
  expect(await second).toMatchObject({ stopReason: 'stopped', text: '' })
  expect(await first).toMatchObject({ stopReason: 'stopped' })
})

test('leaving the loop ends the writing', async () => {
  const request = { generationId: 'left', turns: talk('Go'), sampling: greedy, whenFull: 'drop-oldest' as const }
  for await (const event of await endless.generate(request)) if (event.type === 'delta') break
  const { text } = await write(endless, talk('Go'), { sampling: { maxTokens: 2 } })
  expect(text).toBe('on and')
})

test('stopping what has ended or never was does nothing', async () => {
  await plain.stop({ generationId: 'never' })
  await plain.stop({ generationId: 'test' })
  expect(await write(plain, talk('Hello'))).toMatchObject({ stopReason: 'end' })
})
