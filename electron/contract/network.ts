import { z } from 'zod'

/** Why the application connects to anything: there is no other reason. */
export const connectionPurposeSchema = z.enum(['search', 'repository', 'model-header', 'download'])
export type ConnectionPurpose = z.infer<typeof connectionPurposeSchema>

/** One outgoing connection, written down before its first byte. */
export const connectionSchema = z.object({
  id: z.int(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  /** null: it is still open, or the application ended while it was. */
  durationMs: z.number().nullable(),
  purpose: connectionPurposeSchema,
  /** Without scheme and path; with the port where it is not the scheme's own. */
  host: z.string(),
  /** Path without its query. */
  path: z.string(),
  /** Bytes of the request's head and body, and of the response's body, as far as they are known. */
  bytesUp: z.number(),
  bytesDown: z.number(),
  outcome: z.enum(['open', 'complete', 'cancelled', 'failed']),
  /** The host's answer (HTTP); null where none came. */
  status: z.int().nullable(),
})
export type Connection = z.infer<typeof connectionSchema>

/** Which connections are asked for: all of `null` parts; `text` is looked for in host and path. */
export const connectionFilterSchema = z.object({
  purpose: connectionPurposeSchema.nullable(),
  text: z.string().max(200),
})
export type ConnectionFilter = z.infer<typeof connectionFilterSchema>

/** How the gate stands. The *Offline* switch itself and the hub's address are settings. */
export const networkStateSchema = z.object({
  /** Connections that are open now. */
  open: z.int(),
  /** The host that search, repositories and downloads are asked of. */
  hubHost: z.string(),
  /** Whether an access token for that host is stored (encrypted; it never leaves the backend). */
  hasToken: z.boolean(),
  /** Whether this system can store one encrypted at all. */
  canStoreToken: z.boolean(),
  /** Whether a token may travel to that host: over https, or within this computer. */
  sendsToken: z.boolean(),
})
export type NetworkState = z.infer<typeof networkStateSchema>
