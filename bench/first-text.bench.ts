import { expect, test } from '../e2e/fixtures/test.ts'
import { runBare } from './bare.ts'
import { bareRequest, greedy } from './model.ts'
import { measuredPainting, measureNextPainting } from './painting.ts'
import { writeSettings } from './profile.ts'
import { median, report } from './report.ts'
import { ChatPage } from '../e2e/pages/chat-page.ts'

const question = 'What is a boat?'
const rounds = 21

/** From one key to the next, and from the last to Enter (ms): faster than anybody types, and as a practised person does. */
const paces = [
  { keyMs: 20, how: 'short prompt' },
  { keyMs: 150, how: 'short prompt, typed at 80 words a minute' },
]

for (const { keyMs, how } of paces)
  test(`from Enter to the first painted text, ${how}`, async ({ profile, launch }) => {
    await writeSettings(profile, greedy(16))
    const bare = (await runBare(bareRequest(question, 16, rounds))).map((result) => result.timeToFirstTokenMs)
    const { page } = await launch()
    const chat = new ChatPage(page)
    const painted: number[] = []
    for (let round = 0; round < rounds; round++) {
      await page.getByRole('button', { name: 'New chat' }).click()
      await expect(page.getByRole('button', { name: 'Model: SmolLM2 135M', exact: true })).toBeVisible()
      await expect(chat.message).toBeFocused()
      await page.keyboard.type(question, { delay: keyMs })
      await measureNextPainting(page, '[role=log] .answer-text:not(:empty)')
      await page.keyboard.press('Enter')
      painted.push(await measuredPainting(page))
      await chat.answered()
    }
    const difference = median(painted) - median(bare)
    report({
      what: `from Enter to the first painted text, ${how}`,
      value: `${median(painted).toFixed(0)} ms`,
      baseline: `${median(bare).toFixed(0)} ms, bare node-llama-cpp's first token`,
      compared: `${difference >= 0 ? '+' : '−'} ${Math.abs(difference).toFixed(0)} ms`,
      reach: '≤ + 50 ms',
      reached: difference <= 50,
    })
  })
