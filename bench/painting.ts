import type { Page } from '@playwright/test'

/** From the next key that is pressed, measures how long it takes until something that the selector names, and that was not there, is painted. */
export async function measureNextPainting(page: Page, selector: string): Promise<void> {
  await page.evaluate((sought) => {
    const painted = new Promise<number>((resolve) => {
      const begin = (event: KeyboardEvent): void => {
        const observer = new MutationObserver(() => {
          if (!document.querySelector(sought)) return
          observer.disconnect()
          // What is in the document now is painted in the next frame; a task after that frame comes after its painting.
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - event.timeStamp)))
        })
        observer.observe(document.body, { childList: true, subtree: true, characterData: true })
      }
      addEventListener('keydown', begin, { once: true, capture: true })
    })
    Object.assign(window, { painted })
  }, selector)
}

/** What `measureNextPainting` measured (ms). */
export async function measuredPainting(page: Page): Promise<number> {
  return Number(await page.evaluate((): unknown => Reflect.get(window, 'painted')))
}
