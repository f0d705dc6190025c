import { z } from 'zod'

/**
 * What a sound GGUF file may be that one cannot chat with: it makes vectors of texts, or judges them; it belongs to another model (a LoRA, an
 * image encoder); or it is something else yet.
 */
export const otherKindSchema = z.enum(['embedding', 'reranker', 'adapter', 'projector', 'other'])
export type OtherKind = z.infer<typeof otherKindSchema>

/**
 * Everything that can go wrong and that a person may be told about: a code and the data its sentence needs.
 * The page turns codes into sentences; nothing ever parses a message. The same data is stored with a failed message.
 */
export const failureData = {
  /** The model's file is not there (its folder or disk may be away). */
  MODEL_FILE_MISSING: z.object({ path: z.string() }),
  /** The file is not a GGUF, or a damaged one. `reason` says what is wrong with it. */
  MODEL_FILE_CORRUPT: z.object({
    path: z.string(),
    reason: z.enum(['not-gguf', 'truncated', 'version', 'limits', 'metadata', 'empty', 'not-a-file', 'unreadable']),
    detail: z.string(),
  }),
  /** Of a model that is split into `total` files, those with these numbers are not beside the others. */
  MODEL_PARTS_MISSING: z.object({ path: z.string(), missing: z.array(z.int()).min(1), total: z.int() }),
  /** The file is sound, and nothing to chat with. */
  MODEL_NOT_FOR_CHAT: z.object({ path: z.string(), kind: otherKindSchema }),
  /** The engine refused the file: an architecture it does not know, or weights that do not add up. */
  MODEL_LOAD_FAILED: z.object({ path: z.string(), detail: z.string() }),
  /** Not enough memory for the weights and the context. Bytes. */
  MODEL_TOO_LARGE: z.object({ path: z.string(), neededBytes: z.number(), availableBytes: z.number() }),
  /** No model with that id is known any more. */
  MODEL_UNKNOWN: z.object({ modelId: z.string() }),
  /** The person cancelled the loading. */
  MODEL_LOAD_CANCELLED: z.object({ modelId: z.string() }),
  /** The engine process ended by itself. `signal` or `exitCode` say how. */
  ENGINE_CRASHED: z.object({ signal: z.string().nullable(), exitCode: z.number().nullable() }),
  /** The engine ended too often within minutes and is not restarted by itself. */
  ENGINE_UNSTABLE: z.object({ crashes: z.number(), signal: z.string().nullable(), exitCode: z.number().nullable() }),
  /** The instructions and the last message alone are larger than the context. Tokens. */
  CONTEXT_TOO_SMALL: z.object({ neededTokens: z.number(), contextSize: z.number() }),
  /**
   * The conversation no longer fits and it is set to ask first, or the answer filled the context. Tokens. `canLeaveOut`: without the oldest
   * messages there would be room to go on; earlier versions did not say.
   */
  CONTEXT_FULL: z.object({
    usedTokens: z.number(),
    contextSize: z.number(),
    canLeaveOut: z.boolean().default(true),
  }),
  /** The model's chat template could not be used for this conversation. */
  CHAT_TEMPLATE_FAILED: z.object({ detail: z.string() }),
  CONVERSATION_UNKNOWN: z.object({ conversationId: z.string() }),
  MESSAGE_UNKNOWN: z.object({ messageId: z.string() }),
  /**
   * What was asked for does not fit the message: continuing a question, editing an answer, … `not-first`: a first message, where the
   * conversation shows this one already.
   */
  MESSAGE_NOT_SUITABLE: z.object({
    messageId: z.string(),
    reason: z.enum(['not-user', 'not-assistant', 'running', 'complete', 'not-first']),
  }),
  /** It is loaded and would be pulled away from under the engine. */
  MODEL_IN_USE: z.object({ modelId: z.string() }),
  /** It belongs to the application or to another one and is not deleted here. */
  MODEL_NOT_OURS: z.object({ modelId: z.string() }),
  /** The system could not move a file to its trash; it stays. */
  TRASH_FAILED: z.object({ path: z.string(), detail: z.string() }),
  /** A file of that name is there already. */
  FILE_EXISTS: z.object({ path: z.string() }),
  /** A file could not be read or written. */
  FILE_FAILED: z.object({ path: z.string(), detail: z.string() }),
  /** The models folder is not where it was: its disk is away, perhaps. It is not made anew. */
  MODELS_FOLDER_MISSING: z.object({ path: z.string() }),
  /** The file became another one while it was read: something else writes to it. */
  FILE_SWAPPED: z.object({ path: z.string() }),
  /** A name from outside that would lead out of the models folder, or that no file can have. */
  NAME_UNSAFE: z.object({ name: z.string() }),
  /** The *Offline* switch is on. */
  OFFLINE: z.object({}),
  /** No connection to the host came about, or it broke. */
  CONNECTION_FAILED: z.object({ host: z.string(), detail: z.string() }),
  /** Nothing came for this long, although the connection stands. */
  CONNECTION_STALLED: z.object({ host: z.string(), seconds: z.number() }),
  /** A host that nobody allowed, by an address or by a redirect. */
  HOST_NOT_ALLOWED: z.object({ host: z.string() }),
  /** What the environment names as a proxy, by this variable, is none that can be used. */
  PROXY_UNUSABLE: z.object({ variable: z.string() }),
  /** The host answered with an error (HTTP). */
  HOST_REFUSED: z.object({ host: z.string(), status: z.int(), retryAfterSeconds: z.number().nullable() }),
  /** What the host answered is not what its API promises. */
  HOST_ANSWER_UNREADABLE: z.object({ host: z.string(), detail: z.string() }),
  /** Its licence must be accepted on the hub's page, and a token of that account stored here. */
  LICENCE_NEEDED: z.object({ repository: z.string(), pageUrl: z.string(), hasToken: z.boolean() }),
  /** The hub has no such repository or file (any more). */
  NOT_ON_HUB: z.object({ what: z.string() }),
  /** Not enough room on the disk; what was there before stays. */
  DISK_FULL: z.object({ path: z.string(), missingBytes: z.number() }),
  /** Not enough room for a copy of this file, and so none was kept. */
  NO_ROOM_TO_COPY: z.object({ path: z.string(), missingBytes: z.number() }),
  /** The file at the hub is not the one that was begun. */
  FILE_CHANGED: z.object({ file: z.string() }),
  /** What had arrived of a file was taken away while more of it came. */
  FILE_REMOVED: z.object({ path: z.string() }),
  /** What arrived is not what the hub says it is; nothing of it was kept. */
  CHECKSUM_WRONG: z.object({ file: z.string() }),
  /** Another process is writing this file. */
  DOWNLOAD_LOCKED: z.object({ path: z.string() }),
  DOWNLOAD_UNKNOWN: z.object({ downloadId: z.string() }),
  /** This system has no place where a secret can be kept encrypted. */
  SECRET_UNAVAILABLE: z.object({ detail: z.string() }),
  /** The disk is full or read-only: nothing could be stored. */
  STORAGE_FAILED: z.object({ detail: z.string() }),
  /** Anything not foreseen. `detail` is for a bug report. */
  INTERNAL: z.object({ detail: z.string() }),
} as const

export type FailureCode = keyof typeof failureData

/** A failure as it is stored and streamed: its code and its data. */
export type Failure = { [C in FailureCode]: { code: C; data: z.infer<(typeof failureData)[C]> } }[FailureCode]

const codedSchema = z.object({ code: z.custom<FailureCode>(isCode), data: z.unknown() })

function isCode(value: unknown): value is FailureCode {
  return typeof value === 'string' && Object.hasOwn(failureData, value)
}

function isFailure(value: unknown): value is Failure {
  const { data: coded } = codedSchema.safeParse(value)
  return coded !== undefined && failureData[coded.code].safeParse(coded.data).success
}

export const failureSchema = z.custom<Failure>(isFailure, 'not a known failure')

/** Thrown inside backend and engine; becomes a typed contract error or a message's stored failure at the border. */
export class FailureError extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(`${failure.code} ${JSON.stringify(failure.data)}`)
    this.name = 'FailureError'
    this.failure = failure
  }
}

type ContractErrors = { [C in FailureCode]: { data: (typeof failureData)[C] } }

function contractErrorsOf(data: typeof failureData): ContractErrors {
  const entries = Object.entries(data).map(([code, schema]) => [code, { data: schema }])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets which keys there are
  return Object.fromEntries(entries) as ContractErrors
}

/** The failures as the RPC library wants them: declared once for every procedure. */
export const contractErrors = contractErrorsOf(failureData)

/** Makes any thrown value a failure: a FailureError's own, or INTERNAL. */
export function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure
  return { code: 'INTERNAL', data: { detail: error instanceof Error ? error.message : String(error) } }
}
