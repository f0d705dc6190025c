import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { answering } from '../contract/answering.ts'
import { requestFrame, soundFrames } from '../contract/frames.ts'
import type { Port } from '../contract/port.ts'

/** Answers a contract's calls over a port until it closes, see `answering`; what is no call is passed over, and `onUnexpected` hears of it. */
export function serve(router: AnyRouter, port: Port, onUnexpected: (error: unknown) => void): void {
  const handler = new RPCHandler(router, {
    clientInterceptors: [(call) => answering(() => call.next(), onUnexpected)],
  })
  handler.upgrade(soundFrames(port, requestFrame, () => onUnexpected(new Error('what came over a port is no call'))))
  port.start()
}
