import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { ResponseValidationPlugin } from '@orpc/contract/plugins'
import { engineContract } from './engine.ts'
import { responseFrame, soundFrames } from './frames.ts'
import type { Port } from './port.ts'

export type EngineClient = ContractRouterClient<typeof engineContract>

/**
 * A client of an engine process over a port. The port must be started by its owner. What the engine answers is checked here, each event by
 * itself, although its own side has checked it: native code reads strangers' files in that process, and could make it say anything. `onNonsense`
 * hears of what is no answer at all and belongs to no call: nothing that this engine says can be trusted then.
 */
export function engineClient(port: Port, onNonsense: () => void): EngineClient {
  const plugins = [new ResponseValidationPlugin(engineContract)]
  return createORPCClient(new RPCLink({ port: soundFrames(port, responseFrame, onNonsense), plugins }))
}

/** What the engine answered in its own words: an error that its contract can have. False: the call was lost, or what came was refused here. */
export function isAnswerOfEngine(error: unknown): error is ORPCError<string, unknown> {
  return error instanceof ORPCError && error.code !== 'EVENT_ITERATOR_VALIDATION_FAILED'
}
