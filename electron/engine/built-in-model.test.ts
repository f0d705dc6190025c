import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { EngineClient } from '../contract/engine-client.ts'
import { engineInProcess, load, talk, write } from './in-process.ts'

const folder = new URL('../../resources/models/', import.meta.url)
let client: EngineClient

beforeAll(async () => {
  const data = z
    .object({ file: z.string() })
    .parse(JSON.parse(await readFile(new URL('built-in.json', folder), 'utf8')))
  client = engineInProcess()
  await load(client, fileURLToPath(new URL(data.file, folder)), 1024)
})

const system = { system: 'You are a helpful assistant.' }

test('answers, and evaluates nothing but new tokens on the next turn, also after an answer of odd words', async () => {
  const first = await write(client, talk(system, 'What is 2+2?'), { sampling: { maxTokens: 30 } })
  expect(first.text.trim()).not.toBe('')
  const asked = talk(system, 'What is 2+2?', first.parts, 'Tell me more.')
  // At this temperature it spells words in ways that the tokenizer would not.
  const second = await write(client, asked, { sampling: { temperature: 2, seed: 7, maxTokens: 60 } })
  expect(second.measurements.evaluatedTokens).toBe(second.measurements.promptTokens - first.measurements.contextUsed)
  const third = await write(client, [...asked, { role: 'assistant', parts: second.parts }, ...talk('Why?')], {
    sampling: { maxTokens: 2 },
  })
  expect(third.measurements.evaluatedTokens).toBe(third.measurements.promptTokens - second.measurements.contextUsed)
})

test('the same seed gives the same answer, from a cold or a warm cache', async () => {
  const ask = async (seed: number): Promise<string> =>
    (await write(client, talk(system, 'Tell me a story.'), { sampling: { temperature: 1.2, seed, maxTokens: 20 } }))
      .text
  const first = await ask(1)
  expect(await ask(2)).not.toBe(first)
  expect(await ask(1)).toBe(first)
})
