import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { ResponseValidationPlugin } from '@orpc/contract/plugins'
import type { LinkPort } from './client.ts'
import { engineContract } from './engine.ts'

export type EngineClient = ContractRouterClient<typeof engineContract>

/**
 * A client of an engine process over a port. The port must be started by its owner. What the engine answers is checked here, each event by
 * itself, although its own side has checked it: native code reads strangers' files in that process, and could make it say anything.
 */
export function engineClient(port: LinkPort): EngineClient {
  return createORPCClient(new RPCLink({ port, plugins: [new ResponseValidationPlugin(engineContract)] }))
}

/** What the engine answered in its own words: an error that its contract can have. False: the call was lost, or what came was refused here. */
export function isAnswerOfEngine(error: unknown): error is ORPCError<string, unknown> {
  return error instanceof ORPCError && error.code !== 'EVENT_ITERATOR_VALIDATION_FAILED'
}
