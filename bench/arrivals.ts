import type { Page } from '@playwright/test'
import { z } from 'zod'

const arrivalSchema = z.object({ at: z.number(), tokens: z.int() })

/** When how many tokens of an answer had arrived at the page: milliseconds of the page's clock, and tokens so far. */
export type Arrival = z.infer<typeof arrivalSchema>

/** Loads the page again with its port listened to, before anything else of the page runs. */
export async function watchArrivals(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const arrivals: { at: number; tokens: number }[] = []
    Object.assign(window, { arrivals })
    window.addEventListener('message', ({ ports: [port] }) => {
      port?.addEventListener('message', ({ data }) => {
        const tokens = typeof data === 'string' ? /"outputTokens":(\d+),"tokensPerSecond"/.exec(data)?.[1] : undefined
        if (tokens !== undefined) arrivals.push({ at: performance.now(), tokens: Number(tokens) })
      })
    })
  })
  await page.reload()
}

/** What has arrived since the last time. */
export async function takeArrivals(page: Page): Promise<Arrival[]> {
  return z.array(arrivalSchema).parse(
    await page.evaluate((): unknown => {
      const arrivals: unknown = Reflect.get(window, 'arrivals')
      return Array.isArray(arrivals) ? arrivals.splice(0) : []
    }),
  )
}

/** Tokens per second from the first arrival to the last. */
export function speedOf(arrivals: readonly Arrival[]): number {
  const [first] = arrivals
  const last = arrivals.at(-1)
  if (!first || !last || last.at === first.at) throw new Error('nothing has arrived')
  return ((last.tokens - first.tokens) * 1000) / (last.at - first.at)
}
