import { mapEventIterator, ORPCError } from '@orpc/client'
import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { failureOf } from '../contract/failure.ts'
import type { Port } from '../contract/port.ts'

function contractErrorOf(error: unknown): unknown {
  if (error instanceof ORPCError) return error
  const failure = failureOf(error)
  return new ORPCError(failure.code, { defined: true, data: failure.data, cause: error })
}

function isStream(output: unknown): output is AsyncIteratorObject<unknown, unknown, void> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output
}

/**
 * Answers a contract's calls over a port until it closes. Whatever a handler throws, also in the middle of a stream, reaches the
 * caller as one of the contract's typed errors. `onUnexpected` hears of those that were none.
 */
export function serve(router: AnyRouter, port: Port, onUnexpected: (error: unknown) => void): void {
  const translate = (error: unknown): unknown => {
    const translated = contractErrorOf(error)
    if (translated instanceof ORPCError && translated.code === 'INTERNAL') onUnexpected(error)
    return translated
  }
  const handler = new RPCHandler(router, {
    clientInterceptors: [
      async (call) => {
        try {
          const output: unknown = await call.next()
          if (!isStream(output)) return output
          return mapEventIterator(output, { value: async (value) => value, error: async (error) => translate(error) })
        } catch (error) {
          throw translate(error)
        }
      },
    ],
  })
  handler.upgrade(port)
  port.start()
}
