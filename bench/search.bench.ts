import { hubRepository, textFile } from '../e2e/fixtures/hub/repository.ts'
import { TestHub } from '../e2e/fixtures/hub/test-hub.ts'
import { expect, test } from '../e2e/fixtures/test.ts'
import { measuredPainting, measureNextPainting } from './painting.ts'
import { writeSettings } from './profile.ts'
import { median, report } from './report.ts'

const words = ['alder', 'birch', 'cedar', 'dogwood', 'elm', 'fir', 'ginkgo']
const found = 30

test('from Enter in the search field to the painted list', async ({ profile, launch }) => {
  const hub = await TestHub.start(words.flatMap(repositoriesOf))
  try {
    await writeSettings(profile, { hubAddress: hub.address })
    const { page } = await launch()
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Models' }).click()
    await page.getByRole('link', { name: /^Discover/ }).click()
    const field = page.getByRole('searchbox', { name: 'Search the hub' })
    const painted: number[] = []
    const alone: number[] = []
    for (const word of words) {
      await field.fill(word)
      await measureNextPainting(page, `ul[aria-label="Found on the hub"] a[href*="${word}"]`)
      await field.press('Enter')
      painted.push(await measuredPainting(page))
      await expect(page.getByRole('list', { name: 'Found on the hub' }).getByRole('listitem')).toHaveCount(found)
      alone.push(await timeAlone(hub.address + (hub.requests.at(-1)?.path ?? '')))
    }
    const difference = median(painted) - median(alone)
    report({
      what: `from Enter to ${found} painted search results`,
      value: `${median(painted).toFixed(0)} ms`,
      baseline: `${median(alone).toFixed(0)} ms, the hub's answer alone`,
      compared: `+ ${difference.toFixed(0)} ms`,
      reach: '≤ + 100 ms',
      reached: difference <= 100,
    })
  } finally {
    await hub.close()
  }
})

function repositoriesOf(word: string) {
  return Array.from({ length: found }, (_, index) =>
    hubRepository(`bench/${word}-${index}-GGUF`, {
      files: [textFile(`${word}-Q4_K_M.gguf`, '')],
      downloads: 1000 - index,
    }),
  )
}

/** How long the hub takes for the same question, asked by nobody in particular (ms). */
async function timeAlone(url: string): Promise<number> {
  const began = performance.now()
  await (await fetch(url)).text()
  return performance.now() - began
}
