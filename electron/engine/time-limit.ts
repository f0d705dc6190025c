import { createContext, Script } from 'node:vm'

/** A model's template is rendered in milliseconds. One that is not through after this long never will be (ms). */
const patienceMs = 5000

const script = new Script('work()')
/** Where the script finds what to do. One for all: to make one takes a millisecond. */
const scope = { work: (): void => undefined }
const context = createContext(scope)

/**
 * What `work` comes to, which has to be at once. What takes longer than five seconds is ended in the middle of whatever it does, with an Error:
 * the time limit of `vm` holds for everything that is called from within.
 */
export function inGoodTime<T>(work: () => T): T {
  const results: { value: T }[] = []
  const outer = scope.work
  scope.work = () => void results.push({ value: work() })
  try {
    script.runInContext(context, { timeout: patienceMs })
  } finally {
    scope.work = outer
  }
  const [result] = results
  if (!result) throw new Error('nothing came of it')
  return result.value
}
