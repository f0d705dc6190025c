import { expect, test } from '../e2e/fixtures/test.ts'
import { ChatPage } from '../e2e/pages/chat-page.ts'
import { speedOf, takeArrivals, watchArrivals, type Arrival } from './arrivals.ts'
import { runBare } from './bare.ts'
import { bareRequest, greedy } from './model.ts'
import { writeSettings } from './profile.ts'
import { median, report } from './report.ts'
import { launchUnwatched } from './unwatched.ts'

const question = 'Write a long story about a lighthouse keeper who finds a letter in a bottle.'
const tokens = 256
const rounds = 5

test('decoding speed that arrives at the page', async ({ profile }) => {
  await writeSettings(profile, greedy(tokens))
  const shown: number[] = []
  const hidden: number[] = []
  // With two threads and with one: where two cores are halves of one, one is as fast, and Hearth is free to choose.
  const bare = [1, 2].map((threads) => ({ threads, figures: new Array<number>() }))
  for (let round = 0; round < rounds; round++) {
    for (const { threads, figures } of bare) {
      const [result] = await runBare(bareRequest(question, tokens, 1, threads))
      expect(result?.tokens).toBe(tokens)
      figures.push(result?.tokensPerSecond ?? 0)
    }
    const hearth = await launchUnwatched(profile)
    const { page } = hearth
    await watchArrivals(page)
    const chat = new ChatPage(page)
    for (const figures of [shown, hidden]) {
      await page.getByRole('button', { name: 'New chat' }).click()
      await expect(page.getByRole('button', { name: 'Model: SmolLM2 135M', exact: true })).toBeVisible()
      await chat.message.fill(question)
      await takeArrivals(page)
      await chat.message.press('Enter')
      if (figures === hidden) await hearth.hide()
      const arrivals: Arrival[] = []
      const arrived = async (): Promise<number | undefined> => {
        arrivals.push(...(await takeArrivals(page)))
        return arrivals.at(-1)?.tokens
      }
      await expect.poll(arrived, { timeout: 60_000 }).toBe(tokens)
      figures.push(speedOf(arrivals))
      if (figures === hidden) await hearth.show()
      await expect(chat.stop).toBeHidden()
    }
    await hearth.quit()
  }
  const best = bare.toSorted((a, b) => median(b.figures) - median(a.figures))[0]
  if (!best) throw new Error('There is no baseline.')
  row('decoding, window shown', shown, best, 0.9)
  row('decoding, window hidden', hidden, best, 0.97)
})

function row(what: string, figures: number[], bare: { threads: number; figures: number[] }, reach: number): void {
  const ratio = median(figures) / median(bare.figures)
  report({
    what: `${what}, ${tokens} tokens`,
    value: `${median(figures).toFixed(1)} tok/s`,
    baseline: `${median(bare.figures).toFixed(1)} tok/s, bare node-llama-cpp at its best (${bare.threads} threads)`,
    compared: `× ${ratio.toFixed(3)}`,
    reach: `≥ ${reach}`,
    reached: ratio >= reach,
  })
}
