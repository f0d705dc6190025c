import type { Page } from '@playwright/test'
import { z } from 'zod'

const arrivalSchema = z.object({ at: z.number(), tokens: z.int() })

/** When how many tokens of an answer had arrived at the page: milliseconds of the page's clock, and tokens so far. */
export type Arrival = z.infer<typeof arrivalSchema>

declare global {
  interface Window {
    /** In a page that is watched. */
    arrivals: Arrival[]
  }
}

/** Loads the page again with its port listened to, before anything else of the page runs. */
export async function watchArrivals(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.arrivals = []
    window.addEventListener('message', ({ ports: [port] }) => {
      port?.addEventListener('message', ({ data }) => {
        const tokens = typeof data === 'string' ? /"outputTokens":(\d+),"tokensPerSecond"/.exec(data)?.[1] : undefined
        if (tokens === undefined) return
        window.arrivals.push({ at: performance.now(), tokens: Number(tokens) })
        window.dispatchEvent(new Event('arrival'))
      })
    })
  })
  await page.reload()
}

/**
 * What has arrived since the last time, as soon as the answer has so many tokens. The page tells it by itself: asking it again and again
 * would take its share of the processor from what is measured.
 */
export async function takeArrivals(page: Page, tokens: number): Promise<Arrival[]> {
  return z.array(arrivalSchema).parse(
    await page.evaluate(async (wanted) => {
      const { arrivals } = window
      while ((arrivals.at(-1)?.tokens ?? 0) < wanted)
        await new Promise((resolve) => window.addEventListener('arrival', resolve, { once: true }))
      return arrivals.splice(0)
    }, tokens),
  )
}

/** Tokens per second from the first arrival to the last. */
export function speedOf(arrivals: readonly Arrival[]): number {
  const [first] = arrivals
  const last = arrivals.at(-1)
  if (!first || !last || last.at === first.at) throw new Error('nothing has arrived')
  return ((last.tokens - first.tokens) * 1000) / (last.at - first.at)
}
