import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import {
  conversationPatchSchema,
  conversationSchema,
  conversationSummarySchema,
  deletedConversationSchema,
  threadSchema,
} from './conversation.ts'
import { downloadSchema } from './download.ts'
import { contractErrors, failureSchema } from './failure.ts'
import { generationEventSchema } from './generation.ts'
import {
  choiceFitSchema,
  curatedModelSchema,
  hubRepositorySchema,
  hubRepositorySummarySchema,
  hubSortSchema,
  repositoryIdSchema,
  repositoryPathSchema,
  suggestionSchema,
} from './hub.ts'
import { filesWeightSchema, foundModelSchema, importWaySchema, modelImportSchema } from './import.ts'
import { limits } from './limits.ts'
import { chatFormatSchema, engineStateSchema, folderTroubleSchema, memoryEstimateSchema, modelSchema } from './model.ts'
import { connectionFilterSchema, connectionSchema, networkStateSchema } from './network.ts'
import { settingsPatchSchema, settingsSchema } from './settings.ts'

const procedure = oc.errors(contractErrors)
const id = z.string().min(1).max(200)
const messageText = z.string().min(1).max(limits.message)
const conversationId = z.object({ conversationId: id })
const messageId = z.object({ messageId: id })
const modelId = z.object({ modelId: id })
const downloadId = z.object({ downloadId: id })
const contextSize = z.int().min(limits.contextSize.min).nullable()
const revision = z.string().regex(/^[0-9a-f]{40}$/)
const conversationIds = z.array(id).min(1).max(100_000)
const absolutePaths = z.array(z.string().min(1).max(4096)).min(1).max(1000)

/** What every window is told as it happens, so that no page ever has to ask again. */
export const applicationEventSchema = z.discriminatedUnion('type', [
  /** First event of every subscription: how things stand. */
  z.object({
    type: z.literal('hello'),
    engine: engineStateSchema,
    settings: settingsSchema,
    downloads: z.array(downloadSchema),
    imports: z.array(modelImportSchema),
    network: networkStateSchema,
    writable: z.boolean(),
  }),
  z.object({ type: z.literal('conversation-changed'), conversation: conversationSchema }),
  z.object({ type: z.literal('conversation-removed'), conversationId: z.string() }),
  z.object({ type: z.literal('trash-changed') }),
  z.object({ type: z.literal('models-changed') }),
  z.object({ type: z.literal('engine-changed'), engine: engineStateSchema }),
  z.object({ type: z.literal('settings-changed'), settings: settingsSchema }),
  /** All of them in their order, at most four times a second. */
  z.object({ type: z.literal('downloads-changed'), downloads: z.array(downloadSchema) }),
  /** Those of this session; likewise. */
  z.object({ type: z.literal('imports-changed'), imports: z.array(modelImportSchema) }),
  z.object({ type: z.literal('network-changed'), network: networkStateSchema }),
  /** Whether anything can be stored. While it cannot, everything is there to be read. */
  z.object({ type: z.literal('storage-changed'), writable: z.boolean() }),
])
export type ApplicationEvent = z.infer<typeof applicationEventSchema>

/** What became of one file that was added. */
const addResultSchema = z.discriminatedUnion('result', [
  z.object({ result: z.literal('added'), path: z.string(), model: modelSchema }),
  z.object({ result: z.literal('refused'), path: z.string(), failure: failureSchema }),
])

const aboutSchema = z.object({
  version: z.string(),
  dataFolder: z.string(),
  modelsFolder: z.string(),
  memoryBytes: z.number(),
  cores: z.int(),
  platform: z.string(),
  /** What the data file of the model inside the application says of it; null: there is none. */
  builtIn: z
    .object({
      /** Who trained it. */
      publisher: z.string().nullable(),
      /** Where the file comes from, as its hub names the repository. */
      source: z.string().nullable(),
      license: z.string(),
    })
    .nullable(),
})
export type About = z.infer<typeof aboutSchema>

/** What the page may ask of the application. Every stream is cancelled by leaving its loop. */
export const backendContract = {
  /** Never ends by itself. */
  events: procedure.output(eventIterator(applicationEventSchema)),

  conversations: {
    /** All of them, the last used first, without their messages. */
    list: procedure.output(z.array(conversationSummarySchema)),
    open: procedure.input(conversationId).output(threadSchema),
    update: procedure.input(conversationId.extend({ patch: conversationPatchSchema })).output(conversationSchema),
    /** To the trash, which empties after 30 days. Stops an answer that is being written. */
    remove: procedure.input(conversationId).output(z.void()),
    /** Undoes `remove`. */
    restore: procedure.input(conversationId).output(conversationSchema),
    /** Those in the trash, the last deleted first. */
    deleted: procedure.output(z.array(deletedConversationSchema)),
    /** Deletes them for good. One that is not in the trash stays as it is. */
    purge: procedure.input(z.object({ conversationIds })).output(z.void()),
    /** Shows this message and, below it, the branch that was last shown there. */
    showBranch: procedure.input(messageId).output(threadSchema),
  },

  chat: {
    /**
     * Stores the person's message under `parentId` (null: as the first message of a conversation that has none), starts the answer,
     * and answers with the path that ends in it. `conversationId` null starts a conversation with what was chosen for it before
     * (`settings`).
     */
    send: procedure
      .input(
        z.object({
          conversationId: id.nullable(),
          parentId: id.nullable(),
          text: messageText,
          settings: conversationPatchSchema,
        }),
      )
      .output(threadSchema),
    /** Another text for a message of one's own: a sibling of it, with a new answer. */
    edit: procedure.input(messageId.extend({ text: messageText })).output(threadSchema),
    /** Another answer to the same question: a sibling of `messageId`, which is an answer. */
    regenerate: procedure.input(messageId).output(threadSchema),
    /** Goes on writing an answer that was stopped, interrupted, failed or cut at its maximum length, in place. */
    continue: procedure.input(messageId).output(threadSchema),
    /** Ends the answer at once and keeps what was written. Does nothing when it is not running. */
    stop: procedure.input(messageId).output(z.void()),
    /** A snapshot of the running answer, then its deltas. For one that has ended: its `end` only. */
    attach: procedure
      .input(messageId.extend({ calm: z.boolean().default(false) }))
      .output(eventIterator(generationEventSchema)),
    /**
     * The person types, up to now `text`: loads the conversation's model and reads what is already certain; where the typing `rests`, also
     * what follows if that is all. Answers at once.
     */
    prepare: procedure
      .input(
        z.object({
          conversationId: id.nullable(),
          leafId: id.nullable(),
          settings: conversationPatchSchema,
          text: z.string().max(limits.prepared),
          rests: z.boolean().default(false),
        }),
      )
      .output(z.void()),
    /** What was typed and not sent yet; '' removes it. `conversationId` null: the new chat's. */
    saveDraft: procedure
      .input(z.object({ conversationId: id.nullable(), text: z.string().max(limits.message) }))
      .output(z.void()),
    /** What was typed before the stored draft was known, by a page that goes away: it comes behind that. */
    extendDraft: procedure
      .input(z.object({ conversationId: id.nullable(), typed: z.string().max(limits.message) }))
      .output(z.void()),
    draft: procedure.input(z.object({ conversationId: id.nullable() })).output(z.string()),
  },

  models: {
    /** All of them as they are known now. */
    list: procedure.output(z.array(modelSchema)),
    /** Has the disk looked at again: what nobody is told of by the system, as of files outside of the models folder. Changes come through `events`. */
    refresh: procedure.output(z.void()),
    /** Adds files in place. Each answers with its model, or with what is wrong with it; nothing else changes. */
    add: procedure.input(z.object({ paths: absolutePaths })).output(z.array(addResultSchema)),
    /** Forgets a file that was added or adopted; the file itself stays. */
    forget: procedure.input(modelId).output(z.void()),
    /** Another name for it; null: its own again. */
    rename: procedure
      .input(modelId.extend({ name: z.string().trim().min(1).max(limits.modelName).nullable() }))
      .output(z.void()),
    /** All its files to the system's trash. Refused while it is loaded, and for what is not ours. */
    remove: procedure.input(modelId).output(z.object({ freedBytes: z.number() })),
    /** How large files are that are to be added, before anything becomes of them. */
    weigh: procedure.input(z.object({ paths: absolutePaths })).output(filesWeightSchema),
    /** Begins to copy or move files into the models folder; progress comes through `events`. */
    import: procedure
      .input(z.object({ paths: absolutePaths, way: importWaySchema.exclude(['in-place']) }))
      .output(modelImportSchema),
    /** Ends it; files that are through stay, half a file does not. */
    cancelImport: procedure.input(z.object({ importId: id })).output(z.void()),
    /** Takes one that is over off the list. */
    dismissImport: procedure.input(z.object({ importId: id })).output(z.void()),
    /** Looks for models of other applications. */
    found: procedure.output(z.array(foundModelSchema)),
    /** Uses models of other applications in place: paths as `found` tells them. Answers like `add`. */
    adopt: procedure.input(z.object({ paths: absolutePaths })).output(z.array(addResultSchema)),
    /** The chat template in the file, and the one that its publisher's repository has; null: none, or not known. */
    chatTemplate: procedure
      .input(modelId)
      .output(z.object({ own: z.string().nullable(), publisher: z.string().nullable() })),
    /** Which way chats are written out for it, from its next loading on. */
    setChatFormat: procedure.input(modelId.extend({ chatFormat: chatFormatSchema })).output(z.void()),
    /** Bytes that are free where the models folder is; null where the system does not tell. */
    freeBytes: procedure.output(z.number().nullable()),
    /** What keeps the models folder from being used; null: nothing. */
    folderTrouble: procedure.output(folderTroubleSchema.nullable()),
    /**
     * Loads it when the answers that were asked for before are written, in the place of what is loaded, is being loaded or waits to be;
     * progress comes through `events`. Answers when it is ready.
     */
    load: procedure.input(modelId).output(engineStateSchema),
    /** Unloads, or cancels the loading. */
    unload: procedure.output(z.void()),
    /** Expected memory at a context size other than the automatic one. */
    estimate: procedure.input(modelId.extend({ contextSize })).output(memoryEstimateSchema.nullable()),
  },

  /** Everything here but `curated` and `suggestion` goes out to the hub, and only when it is called. */
  hub: {
    /** The starting list, which ships with the application. */
    curated: procedure.output(z.array(curatedModelSchema)),
    /** The one of the list that suits this computer; null: none does, or it is installed already. `language` of the interface. */
    suggestion: procedure.input(z.object({ language: z.string().max(20) })).output(suggestionSchema.nullable()),
    /** Repositories with GGUF files. `cursor`: the `next` of the page before, null for the first. */
    search: procedure
      .input(
        z.object({ query: z.string().trim().max(200), sort: hubSortSchema, cursor: z.string().max(2000).nullable() }),
      )
      .output(z.object({ repositories: z.array(hubRepositorySummarySchema), next: z.string().nullable() })),
    repository: procedure.input(z.object({ repository: repositoryIdSchema })).output(hubRepositorySchema),
    /** Markdown, of a stranger. */
    readme: procedure.input(z.object({ repository: repositoryIdSchema, revision })).output(z.string()),
    /** Every choice of a repository on this computer, from the header of one file: one range request. */
    fit: procedure
      .input(z.object({ repository: repositoryIdSchema, revision, contextSize }))
      .output(z.array(choiceFitSchema)),
    /** Stores an access token encrypted, or removes it. It is only ever sent to the hub's own host. */
    setToken: procedure
      .input(z.object({ token: z.string().trim().min(1).max(limits.token).nullable() }))
      .output(z.void()),
  },

  downloads: {
    /** Queues the choice that `file` names, with all its parts. One that is there already is resumed. */
    start: procedure
      .input(z.object({ repository: repositoryIdSchema, file: repositoryPathSchema }))
      .output(downloadSchema),
    pause: procedure.input(downloadId).output(z.void()),
    /** Goes on, or tries again. */
    resume: procedure.input(downloadId).output(z.void()),
    /** Ends it and removes what has arrived; of one that is done or failed, only the row. */
    cancel: procedure.input(downloadId).output(z.void()),
    /** Puts it at this place of the list, 0 for the first. */
    move: procedure.input(downloadId.extend({ position: z.int().min(0).max(10_000) })).output(z.void()),
  },

  network: {
    /** The ledger, the latest first. `before`: the id of the last one that is known, null for the first page. */
    connections: procedure
      .input(
        z.object({
          filter: connectionFilterSchema,
          before: z.int().nullable(),
          limit: z.int().min(1).max(limits.connections),
        }),
      )
      .output(z.array(connectionSchema)),
    /**
     * Writes all of them (of the filter) as CSV into a file that main has the person choose: a page cannot name one. Answers how many and
     * where; null: the person chose none.
     */
    exportConnections: procedure
      .input(z.object({ filter: connectionFilterSchema }))
      .output(z.object({ path: z.string(), total: z.int() }).nullable()),
    /** Forgets all that are not open. */
    clearConnections: procedure.output(z.void()),
  },

  settings: {
    update: procedure.input(settingsPatchSchema).output(settingsSchema),
  },

  /** This computer and this installation, for *Settings*. Bytes. */
  about: procedure.output(aboutSchema),
}
