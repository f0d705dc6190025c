import { z } from 'zod'

/** How a process ended: by a signal, or with an exit code. */
export const processEndSchema = z.object({ exitCode: z.number().nullable(), signal: z.string().nullable() })
export type ProcessEnd = z.infer<typeof processEndSchema>

/** What main tells the backend. Ports travel beside the message, see `portNameSchema`. */
export const toBackendSchema = z.discriminatedUnion('type', [
  /** The engine process that was asked for ended, however it came to that. */
  z.object({ type: z.literal('engine-ended'), engineId: z.string(), end: processEndSchema }),
  /** The answer to the request with that number: `value` where all went well. */
  z.object({ type: z.literal('answer'), requestId: z.int(), value: z.string() }),
  z.object({ type: z.literal('refusal'), requestId: z.int(), detail: z.string() }),
  /** Write everything down and exit. */
  z.object({ type: z.literal('shut-down') }),
])
export type ToBackend = z.infer<typeof toBackendSchema>

/** What the backend asks of main. */
export const toMainSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** Cannot start, or cannot go on: shown in the window instead of the conversation. `reason` is for a person, in English, `kind` for the page. */
  z.object({
    type: z.literal('cannot-start'),
    kind: z.enum(['database-newer', 'database-damaged', 'storage', 'other']),
    detail: z.string(),
  }),
  /** A new engine process, whose port is to come named `engine:<engineId>`. */
  z.object({ type: z.literal('start-engine'), engineId: z.string() }),
  z.object({ type: z.literal('end-engine'), engineId: z.string() }),
  /** What only Electron can do. Each is answered under its number. */
  z.object({ type: z.literal('trash-file'), requestId: z.int(), path: z.string() }),
  /** Encrypts with the system's key ring (answers base64), or says that there is none. */
  z.object({ type: z.literal('seal-secret'), requestId: z.int(), text: z.string() }),
  z.object({ type: z.literal('open-secret'), requestId: z.int(), sealed: z.string() }),
  /** Asks the person for a file to write the connections into; '' when cancelled. */
  z.object({ type: z.literal('choose-export-file'), requestId: z.int() }),
])
export type ToMain = z.infer<typeof toMainSchema>

/** What a child is started with, as its first argument in JSON. */
export const backendOptionsSchema = z.object({
  dataFolder: z.string(),
  /** The folder with `built-in.json` and the model beside it. */
  builtInModelFolder: z.string(),
  /** The starting list of models. */
  curatedListFile: z.string(),
  /** Whether this system can keep a secret encrypted. */
  canStoreSecrets: z.boolean(),
  /** Folders in which other applications keep their models are looked for from here. */
  homeFolder: z.string(),
  version: z.string(),
})
export type BackendOptions = z.infer<typeof backendOptionsSchema>
