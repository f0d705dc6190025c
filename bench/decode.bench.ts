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
  const bare: number[] = []
  for (let round = 0; round < rounds; round++) {
    const [result] = await runBare(bareRequest(question, tokens, 1))
    expect(result?.tokens).toBe(tokens)
    bare.push(result?.tokensPerSecond ?? 0)
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
  row('decoding, window shown', shown, bare, 0.9)
  row('decoding, window hidden', hidden, bare, 0.97)
})

function row(what: string, figures: number[], bare: number[], reach: number): void {
  const ratio = median(figures) / median(bare)
  report({
    what: `${what}, ${tokens} tokens`,
    value: `${median(figures).toFixed(1)} tok/s`,
    baseline: `${median(bare).toFixed(1)} tok/s, bare node-llama-cpp`,
    compared: `× ${ratio.toFixed(3)}`,
    reach: `≥ ${reach}`,
    reached: ratio >= reach,
  })
}
