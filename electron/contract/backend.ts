import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { conversationPatchSchema, conversationSchema, conversationSummarySchema, threadSchema } from './conversation.ts'
import { contractErrors, failureSchema } from './failure.ts'
import { generationEventSchema } from './generation.ts'
import { engineStateSchema, memoryEstimateSchema, modelSchema } from './model.ts'
import { settingsPatchSchema, settingsSchema } from './settings.ts'

const procedure = oc.errors(contractErrors)
const id = z.string().min(1).max(200)
const messageText = z.string().min(1).max(4_000_000)
const conversationId = z.object({ conversationId: id })
const messageId = z.object({ messageId: id })

/** What every window is told as it happens, so that no page ever has to ask again. */
export const applicationEventSchema = z.discriminatedUnion('type', [
  /** First event of every subscription: how things stand. */
  z.object({ type: z.literal('hello'), engine: engineStateSchema, settings: settingsSchema }),
  z.object({ type: z.literal('conversation-changed'), conversation: conversationSchema }),
  z.object({ type: z.literal('conversation-removed'), conversationId: z.string() }),
  z.object({ type: z.literal('models-changed') }),
  z.object({ type: z.literal('engine-changed'), engine: engineStateSchema }),
  z.object({ type: z.literal('settings-changed'), settings: settingsSchema }),
])
export type ApplicationEvent = z.infer<typeof applicationEventSchema>

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
    attach: procedure.input(messageId).output(eventIterator(generationEventSchema)),
    /** The person began to type: loads the conversation's model and reads what is already certain. Answers at once. */
    prepare: procedure
      .input(z.object({ conversationId: id.nullable(), leafId: id.nullable(), settings: conversationPatchSchema }))
      .output(z.void()),
    /** What was typed and not sent yet; '' removes it. `conversationId` null: the new chat's. */
    saveDraft: procedure
      .input(z.object({ conversationId: id.nullable(), text: z.string().max(4_000_000) }))
      .output(z.void()),
    draft: procedure.input(z.object({ conversationId: id.nullable() })).output(z.string()),
  },

  models: {
    list: procedure.output(z.array(modelSchema)),
    /** Adds files in place. Each answers with its model, or with what is wrong with it; nothing else changes. */
    add: procedure
      .input(z.object({ paths: z.array(z.string().min(1)).min(1).max(1000) }))
      .output(
        z.array(
          z.discriminatedUnion('result', [
            z.object({ result: z.literal('added'), path: z.string(), model: modelSchema }),
            z.object({ result: z.literal('refused'), path: z.string(), failure: failureSchema }),
          ]),
        ),
      ),
    /** Forgets a file that was added; the file itself stays. */
    forget: procedure.input(z.object({ modelId: id })).output(z.void()),
    /**
     * Loads it when the answers that were asked for before are written, in the place of what is loaded, is being loaded or waits to be;
     * progress comes through `events`. Answers when it is ready.
     */
    load: procedure.input(z.object({ modelId: id })).output(engineStateSchema),
    /** Unloads, or cancels the loading. */
    unload: procedure.output(z.void()),
    /** Expected memory at a context size other than the automatic one. */
    estimate: procedure
      .input(z.object({ modelId: id, contextSize: z.int().min(256).nullable() }))
      .output(memoryEstimateSchema.nullable()),
  },

  settings: {
    get: procedure.output(settingsSchema),
    update: procedure.input(settingsPatchSchema).output(settingsSchema),
  },

  /** This computer and this installation, for *Settings*. Bytes. */
  about: procedure.output(aboutSchema),
}
