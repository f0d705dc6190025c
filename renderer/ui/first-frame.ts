/** As long (ms) as the first frame may take before nothing waits for it any more: of a window that nobody sees, none is drawn. */
const longestWaitMs = 1000

let shown: Promise<void> | null = null

/** Settled when the page's first frame is on the screen: what the person sees at once goes before what is only wanted soon. */
export function firstFrame(): Promise<void> {
  shown ??= new Promise((resolve) => {
    setTimeout(resolve, longestWaitMs)
    new PerformanceObserver((paints) => {
      if (paints.getEntriesByName('first-contentful-paint').length > 0) resolve()
    }).observe({ type: 'paint', buffered: true })
  })
  return shown
}
