import { createORPCClient, isDefinedError, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import type { backendContract } from './backend.ts'
import { failureOf, failureSchema, type Failure } from './failure.ts'

export type BackendClient = ContractRouterClient<typeof backendContract>

export type LinkPort = ConstructorParameters<typeof RPCLink>[0]['port']

/** A client of the backend over a port. The port must be started by its owner. */
export function backendClient(port: LinkPort): BackendClient {
  return createORPCClient(new RPCLink({ port }))
}

/** The failure that a call ended with: the contract's own, or INTERNAL for anything else (a lost port, input that was refused). */
export function failureOfCall(error: unknown): Failure {
  if (error instanceof ORPCError && isDefinedError(error)) {
    const parsed = failureSchema.safeParse(codeAndData(error))
    if (parsed.success) return parsed.data
  }
  return failureOf(error)
}

function codeAndData({ code, data }: { code: string; data: unknown }): { code: string; data: unknown } {
  return { code, data }
}
