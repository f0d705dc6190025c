import { z } from 'zod'
import { limits } from './limits.ts'
import { messageSchema } from './message.ts'
import { samplingOverridesSchema } from './sampling.ts'

/** What happens when a conversation no longer fits the context: leave out its oldest messages, or stop and ask. */
export const whenFullSchema = z.enum(['drop-oldest', 'ask'])
export type WhenFull = z.infer<typeof whenFullSchema>

/** A row of the sidebar. */
export const conversationSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Milliseconds since 1970: when the last message was added. */
  updatedAt: z.number(),
  /** An answer is being written in it now. */
  generating: z.boolean(),
})
export type ConversationSummary = z.infer<typeof conversationSummarySchema>

export const conversationSchema = conversationSummarySchema.extend({
  createdAt: z.number(),
  /** null: the default model. */
  modelId: z.string().nullable(),
  /** This conversation's instructions; null: the default ones. */
  systemPrompt: z.string().nullable(),
  sampling: samplingOverridesSchema,
  whenFull: whenFullSchema,
})
export type Conversation = z.infer<typeof conversationSchema>

/** A conversation in the trash. */
export const deletedConversationSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** On all of its branches. */
  messageCount: z.int(),
  /** Milliseconds since 1970. */
  deletedAt: z.number(),
  /** Milliseconds since 1970: the first start after this deletes it for good. */
  expiresAt: z.number(),
})
export type DeletedConversation = z.infer<typeof deletedConversationSchema>

/** A conversation and the path of messages that is shown, from the first to the leaf. */
export const threadSchema = z.object({ conversation: conversationSchema, messages: z.array(messageSchema) })
export type Thread = z.infer<typeof threadSchema>

/** What can be changed about a conversation; absent fields stay. */
export const conversationPatchSchema = z
  .object({
    title: z.string().trim().min(1).max(limits.conversationTitle),
    modelId: z.string().nullable(),
    systemPrompt: z.string().max(limits.instructions).nullable(),
    sampling: samplingOverridesSchema,
    whenFull: whenFullSchema,
  })
  .partial()
export type ConversationPatch = z.infer<typeof conversationPatchSchema>
