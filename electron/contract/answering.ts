import { mapEventIterator, ORPCError } from '@orpc/client'
import { failureOf } from './failure.ts'

/**
 * Answers a call so that whatever its handler throws, also in the middle of a stream, reaches the caller as one of the contract's typed
 * errors. `onUnexpected` hears of those that were none.
 */
export async function answering(
  handle: () => unknown,
  onUnexpected: (error: unknown) => void = () => undefined,
): Promise<unknown> {
  const translate = (error: unknown): unknown => {
    const translated = contractErrorOf(error)
    if (translated instanceof ORPCError && translated.code === 'INTERNAL') onUnexpected(error)
    return translated
  }
  try {
    const output: unknown = await handle()
    if (!isStream(output)) return output
    return mapEventIterator(output, { value: async (value) => value, error: async (error) => translate(error) })
  } catch (error) {
    throw translate(error)
  }
}

function contractErrorOf(error: unknown): unknown {
  if (error instanceof ORPCError) return error
  const failure = failureOf(error)
  return new ORPCError(failure.code, { defined: true, data: failure.data, cause: error })
}

function isStream(output: unknown): output is AsyncIteratorObject<unknown, unknown, void> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output
}
