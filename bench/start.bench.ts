import type { Page } from '@playwright/test'
import { test } from '../e2e/fixtures/test.ts'
import { makeProfile, removeProfile } from '../e2e/fixtures/launch.ts'
import { emptyWindowFolder } from './empty-window/launch.ts'
import { median, report } from './report.ts'
import { launchUnwatched } from './unwatched.ts'

const rounds = 7
/** Chromium keeps what it has compiled of the page from the second session on that lasts a while. */
const sessionsBefore = 2
const sessionMs = 5000

test('from the start to typing', async ({ profile }) => {
  const typing: number[] = []
  const painted: number[] = []
  const emptyProfile = makeProfile()
  for (let session = 0; session < sessionsBefore; session++) {
    await shortSession(profile)
    await emptyWindow(emptyProfile)
  }
  for (let round = 0; round < rounds; round++) {
    painted.push(await emptyWindow(emptyProfile))
    const began = Date.now()
    const hearth = await launchUnwatched(profile)
    await hearth.page.waitForLoadState()
    const echoed = hearth.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          addEventListener('input', () => requestAnimationFrame(() => setTimeout(() => resolve(Date.now()))), {
            once: true,
          })
        }),
    )
    await focused(hearth.page)
    await hearth.page.keyboard.press('h')
    typing.push((await echoed) - began)
    await hearth.quit()
  }
  removeProfile(emptyProfile)
  const ratio = median(typing) / median(painted)
  report({
    what: 'start to composer focused and typing echoed',
    value: `${median(typing).toFixed(0)} ms`,
    baseline: `${median(painted).toFixed(0)} ms, an empty window's first paint`,
    compared: `× ${ratio.toFixed(2)}`,
    reach: '≤ 1.5',
    reached: ratio <= 1.5,
  })
})

async function shortSession(profile: string): Promise<void> {
  const hearth = await launchUnwatched(profile)
  await hearth.page.waitForTimeout(sessionMs)
  await hearth.quit()
}

/** Settled when the composer has the focus. `expect` would look for it after ever longer pauses. */
async function focused(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const field = (): boolean => document.activeElement instanceof HTMLTextAreaElement
    while (!field()) await new Promise((resolve) => addEventListener('focusin', resolve, { once: true }))
  })
}

/** Milliseconds from the start of the process to the first paint. */
async function emptyWindow(profile: string): Promise<number> {
  const began = Date.now()
  const empty = await launchUnwatched(profile, emptyWindowFolder)
  const paintedAt = await empty.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const paint = list.getEntriesByName('first-paint')[0]
          if (paint) resolve(performance.timeOrigin + paint.startTime)
        }).observe({ type: 'paint', buffered: true })
      }),
  )
  await empty.quit()
  return paintedAt - began
}
