import { mkdirSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { join } from 'node:path'
import { writeTinyModel } from '../electron/testing/tiny-model.ts'
import { expect, test } from '../e2e/fixtures/test.ts'
import { ChatPage } from '../e2e/pages/chat-page.ts'
import { takeArrivals, watchArrivals } from './arrivals.ts'
import { writeSettings } from './profile.ts'
import { report } from './report.ts'

const tokens = 8000
const share = 1000

/** A paragraph and a block of code, token by token: repeated, they make a long reply through the whole of the real application. */
const cycle = [
  ['Here', ' is', ' how', ' the', ' next', ' part', ' works', ',', ' by', ' hand', ':', '\n\n'],
  ['```js\n', 'const', ' a', ' =', ' f', '(', 'x', ')', ';\n', 'let', ' b', ' +=', ' g', '[', 'i', ']', ';;\n'],
  [
    'if',
    ' (',
    'ok',
    ') ',
    '{',
    ' go',
    '()',
    ' }',
    ' \n',
    'for',
    ' e',
    ' of',
    ' all',
    ' do',
    '.it',
    '!\n',
    'end',
    '\n```\n\n',
  ],
].flat()

test('what a token costs the page in a long reply', async ({ profile, launch }) => {
  await writeSettings(profile, { sampling: { temperature: 0, maxTokens: tokens }, contextSize: 8192 })
  mkdirSync(join(profile, 'models'), { recursive: true })
  await writeTinyModel(join(profile, 'models/Long.gguf'), {
    name: 'Long',
    replies: [cycle],
    endless: true,
    contextLength: 8192,
  })
  const { page } = await launch()
  await watchArrivals(page)
  const chat = new ChatPage(page)
  await chat.choose('Long')
  await page.evaluate(() => {
    const longest = { ms: 0 }
    Object.assign(window, { longest })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration)
    }).observe({ type: 'longtask' })
  })
  const client = await page.context().newCDPSession(page)
  await client.send('Performance.enable')
  const taskSeconds = async (): Promise<number> => {
    const { metrics } = await client.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
  }

  await chat.message.fill('Go')
  const samples = [{ tokens: 0, seconds: await taskSeconds() }]
  await chat.message.press('Enter')
  while ((samples.at(-1)?.tokens ?? 0) < tokens) {
    await wait(50)
    const arrived = (await takeArrivals(page, 0)).at(-1)?.tokens
    if (arrived !== undefined) samples.push({ tokens: arrived, seconds: await taskSeconds() })
  }
  await expect(chat.stop).toBeHidden()
  const at = (count: number): { tokens: number; seconds: number } => {
    const sample = samples.find((candidate) => candidate.tokens >= count)
    if (!sample) throw new Error(`no sample at ${count} tokens`)
    return sample
  }
  const perToken = (from: number, to: number): number => {
    const [begin, end] = [at(from), at(to)]
    return ((end.seconds - begin.seconds) * 1000) / (end.tokens - begin.tokens)
  }
  const first = perToken(0, share)
  const last = perToken(tokens - share, tokens)
  const longest = await page.evaluate((): number => {
    const held: unknown = Reflect.get(window, 'longest')
    return typeof held === 'object' && held !== null && 'ms' in held ? Number(held.ms) : 0
  })
  report({
    what: `what a token costs the page, reply of ${tokens} tokens with code: last ${share}`,
    value: `${last.toFixed(3)} ms`,
    baseline: `${first.toFixed(3)} ms, first ${share}`,
    compared: `× ${(last / first).toFixed(2)}`,
    reach: '≤ 1.3',
    reached: last / first <= 1.3,
  })
  report({
    what: 'longest task of the page meanwhile',
    value: longest === 0 ? 'none over 50 ms' : `${longest.toFixed(0)} ms`,
    baseline: '–',
    compared: '–',
    reach: '≤ 50 ms',
    reached: longest <= 50,
  })
})
