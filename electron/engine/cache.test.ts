import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EngineClient } from '../contract/engine-client.ts'
import { tinyReply, writeTinyModel, type TinyModelOptions } from '../testing/tiny-model.ts'
import { engineInProcess, load, talk, write, type Written } from './in-process.ts'

let folder = ''
let client: EngineClient
const system = { system: 'Be brief.' }

async function engineWith(name: string, options: TinyModelOptions = {}): Promise<EngineClient> {
  const path = join(folder, `${name}.gguf`)
  await writeTinyModel(path, options)
  const engine = engineInProcess()
  await load(engine, path)
  return engine
}

/** Tokens of the prompt that the cache did not hold after `before`, when nothing of it was lost. */
function newTokens({ measurements }: Written, before: Written): number {
  return measurements.promptTokens - before.measurements.contextUsed
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-engine-'))
  client = await engineWith('plain')
})

afterAll(() => rm(folder, { recursive: true }))

test('on every later turn, exactly the new tokens are evaluated', async () => {
  const first = await write(client, talk(system, 'Hi'))
  const second = await write(client, talk(system, 'Hi', first.parts, 'zzzzzzzzzz'))
  const third = await write(client, talk(system, 'Hi', first.parts, 'zzzzzzzzzz', second.parts, 'zzzz'))
  expect(second.measurements.evaluatedTokens).toBe(newTokens(second, first))
  expect(third.measurements.evaluatedTokens).toBe(newTokens(third, second))
  // The end of the answer, the frame around the question and the question: one token a letter, as the tiny model has it.
  expect(second.measurements.evaluatedTokens - third.measurements.evaluatedTokens).toBe(6)
  expect(third.measurements.evaluatedTokens).toBeLessThan(30)
})

test('asked again, only the last token is evaluated; an edited question from where it differs', async () => {
  const first = await write(client, talk(system, 'zzzz111'))
  const again = await write(client, talk(system, 'zzzz111'))
  expect(again.measurements.evaluatedTokens).toBe(1)
  const edited = await write(client, talk(system, 'zzzz222'))
  expect(edited.measurements.promptTokens).toBe(first.measurements.promptTokens)
  expect(edited.measurements.evaluatedTokens).toBeLessThan(first.measurements.promptTokens / 2)
  expect(edited.measurements.evaluatedTokens).toBeGreaterThan('222'.length)
})

test('an answer is continued where it ends', async () => {
  const begun = await write(client, talk('Go on'), { sampling: { maxTokens: 5 } })
  expect(begun.text).toBe('Hello, I am a')
  const rest = await write(client, talk('Go on', begun.parts))
  expect(begun.text + rest.text).toBe(tinyReply)
  expect(rest.measurements.evaluatedTokens).toBe(1)
})

test('what was read ahead is not evaluated again', async () => {
  const first = await write(client, talk(system, 'Good day'))
  const before = talk(system, 'Good day', first.parts)
  const { evaluatedTokens } = await client.prefill({ turns: before, draft: '' })
  expect(evaluatedTokens).toBeGreaterThan(0)
  expect(await client.prefill({ turns: before, draft: '' })).toEqual({ evaluatedTokens: 0 })
  const second = await write(client, talk(system, 'Good day', first.parts, 'Fine'))
  expect(second.measurements.evaluatedTokens + evaluatedTokens).toBe(newTokens(second, first))
})

test('what is typed of a question is read along, each token once, and an answer needs only the rest', async () => {
  const engine = await engineWith('along')
  const drafts = ['Good', 'Good day', 'Good day to', 'Good day to you']
  let read = 0
  for (const draft of drafts) {
    const { evaluatedTokens } = await engine.prefill({ turns: talk(system), draft })
    expect(evaluatedTokens).toBeGreaterThan(0)
    read += evaluatedTokens
  }
  const { measurements } = await write(engine, talk(system, 'Good day to you'))
  expect(measurements.evaluatedTokens).toBe(measurements.promptTokens - read)
})

test('when typing rests, all is read that the answer needs but the last token', async () => {
  const engine = await engineWith('resting')
  const turns = talk(system)
  await engine.prefill({ turns, draft: 'Good d', rests: true })
  const { evaluatedTokens } = await engine.prefill({ turns, draft: 'Good day ', rests: true })
  expect(await engine.prefill({ turns, draft: 'Good day', rests: true })).toEqual({ evaluatedTokens: 0 })
  const { measurements, text } = await write(engine, talk(system, 'Good day'))
  expect(text).toBe(tinyReply)
  expect(measurements.evaluatedTokens).toBe(1)
  // The letters that are new, and what follows a question.
  const afterQuestion = evaluatedTokens - 'ay'.length
  expect(afterQuestion).toBeGreaterThan(0)
  expect(await engine.prefill({ turns, draft: 'Good days', rests: true })).toEqual({
    evaluatedTokens: 1 + afterQuestion,
  })
})

test('what was read as a whole question is left again when it goes on', async () => {
  const engine = await engineWith('going-on')
  const turns = talk(system)
  await engine.prefill({ turns, draft: 'Good', rests: true })
  const { text, measurements } = await write(engine, talk(system, 'Good day'))
  const fresh = await write(await engineWith('fresh'), talk(system, 'Good day'))
  expect(text).toBe(fresh.text)
  expect(measurements.promptTokens).toBe(fresh.measurements.promptTokens)
  expect(measurements.contextUsed).toBe(fresh.measurements.contextUsed)
})

test('a draft that does not fit is not read, and nothing is left out for it', async () => {
  const engine = await engineWith('full')
  const { evaluatedTokens } = await engine.prefill({ turns: talk(system), draft: '' })
  const draft = 'Good day '.repeat(2000)
  for (const rests of [false, true])
    expect(await engine.prefill({ turns: talk(system), draft, rests })).toEqual({ evaluatedTokens: 0 })
  const { measurements } = await write(engine, talk(system, 'Hi'))
  expect(measurements.evaluatedTokens).toBe(measurements.promptTokens - evaluatedTokens)
})

test('the instructions alone can be read ahead', async () => {
  const engine = await engineWith('ahead')
  const { evaluatedTokens } = await engine.prefill({ turns: talk(system), draft: '' })
  expect(await engine.prefill({ turns: talk(system), draft: '' })).toEqual({ evaluatedTokens: 0 })
  const { measurements } = await write(engine, talk(system, 'Hi'))
  expect(measurements.evaluatedTokens).toBe(measurements.promptTokens - evaluatedTokens)
})

test('reading ahead gives way to an answer', async () => {
  const long = talk(system, 'x'.repeat(1400), 'y', 'z')
  const ahead = client.prefill({ turns: long.slice(0, -1), draft: '' })
  const { text } = await write(client, talk(system, 'Quick!'))
  expect(text).toBe(tinyReply)
  expect((await ahead).evaluatedTokens).toBeLessThan(1400)
})

test('what a stopped answer has read and written stays in the cache', async () => {
  const endless = await engineWith('endless', { replies: ['on and over again'], endless: true })
  const stopped = await write(endless, talk('Hello there'), {
    onEvent: ({ type }) => {
      if (type === 'delta') void endless.stop({ generationId: 'test' })
    },
  })
  const next = await write(endless, talk('Hello there', stopped.parts, 'More'), { sampling: { maxTokens: 3 } })
  const { promptTokens, outputTokens } = stopped.measurements
  expect(next.measurements.evaluatedTokens).toBe(next.measurements.promptTokens - promptTokens - outputTokens)
})

test('a thought that the template leaves out afterwards costs its answer once, and can be read ahead', async () => {
  const thinking = await engineWith('thinking', { replies: ['<think>Let me see</think>The answer is 42'] })
  const first = await write(thinking, talk('Well?'))
  const { evaluatedTokens } = await thinking.prefill({ turns: talk('Well?', first.parts), draft: '' })
  const second = await write(thinking, talk('Well?', first.parts, 'Sure?'))
  expect(evaluatedTokens).toBeGreaterThanOrEqual(4)
  expect(second.measurements.promptTokens).toBeLessThan(first.measurements.contextUsed + 30)
  const third = await write(thinking, talk('Well?', first.parts, 'Sure?'))
  expect(third.measurements.evaluatedTokens).toBe(1)
})

test('a title is written beside the conversation, whose cache stays as it is', async () => {
  const titled = await engineWith('titled', { replies: ['"A Short Title.'] })
  const first = await write(titled, talk(system, 'Hi'))
  expect(await titled.title({ turns: talk(system, 'Hi', first.parts) })).toEqual({ title: 'A Short Title' })
  const second = await write(titled, talk(system, 'Hi', first.parts, 'And then?'))
  expect(second.measurements.evaluatedTokens).toBe(newTokens(second, first))
})

test('a title without its thoughts; none from a model that does not come to an end', async () => {
  const thinking = await engineWith('thinker', { replies: ['<think>Let me see</think>Title: Forty two'] })
  expect(await thinking.title({ turns: talk('Hi', 'Ho') })).toEqual({ title: 'Forty two' })
  const endless = await engineWith('talker', { replies: ['on and over again'], endless: true })
  expect(await endless.title({ turns: talk('Hi', 'Ho') })).toEqual({ title: '' })
})

test('a title that is asked for in the middle of everything still comes', async () => {
  const titled = await engineWith('busy', { replies: ['A Short Title'] })
  const title = titled.title({ turns: talk('Hi', 'Ho') })
  const answers = await Promise.all([write(titled, talk('One')), write(titled, talk('Two'), { generationId: 'two' })])
  expect(answers.map(({ text }) => text)).toEqual(['A Short Title', 'A Short Title'])
  expect(await title).toEqual({ title: 'A Short Title' })
})
