import type {
  Conversation,
  ConversationPatch,
  ConversationSummary,
  DeletedConversation,
  Thread,
} from '../../contract/conversation.ts'
import type { Conversations, StoredConversation } from '../store/conversations.ts'
import type { Store } from '../store/database.ts'
import type { Drafts } from '../store/drafts.ts'
import type { Messages } from '../store/messages.ts'
import { forgetDeletedWords } from '../store/search-indexes.ts'
import type { Events } from '../events.ts'
import type { Generations } from './generations.ts'

/** What the actions on conversations and messages stand on. */
export interface ChatContext {
  store: Store
  conversations: Conversations
  messages: Messages
  drafts: Drafts
  generations: Generations
  events: Events
  now: () => number
}

/** What a person does with whole conversations. */
export class ConversationActions {
  readonly #chat: ChatContext

  constructor(chat: ChatContext) {
    this.#chat = chat
  }

  /** Those that are not in the trash, the last used first. */
  list(): ConversationSummary[] {
    return this.#chat.conversations.list().map((conversation) => {
      const { id, title, updatedAt, generating } = this.#withState(conversation)
      return { id, title, updatedAt, generating }
    })
  }

  /** Throws CONVERSATION_UNKNOWN. */
  get(conversationId: string): Conversation {
    return this.#withState(this.#chat.conversations.get(conversationId))
  }

  /** The conversation and the path that it shows. Throws CONVERSATION_UNKNOWN. */
  open(conversationId: string): Thread {
    const { conversations, messages, generations } = this.#chat
    const stored = conversations.get(conversationId)
    const path = messages.shownPath(conversationId, stored.leafId)
    return { conversation: this.#withState(stored), messages: path.map((message) => generations.current(message)) }
  }

  /** Throws CONVERSATION_UNKNOWN, STORAGE_FAILED. */
  update(conversationId: string, patch: ConversationPatch): Conversation {
    this.#chat.store.write(() => this.#chat.conversations.patch(conversationId, patch))
    this.announce(conversationId)
    return this.get(conversationId)
  }

  /** To the trash. Throws CONVERSATION_UNKNOWN, STORAGE_FAILED. */
  async remove(conversationId: string): Promise<void> {
    const { store, conversations, generations, events, now } = this.#chat
    store.write(() => conversations.trash(conversationId, now()))
    events.publish({ type: 'conversation-removed', conversationId })
    events.publish({ type: 'trash-changed' })
    await generations.stopConversation(conversationId)
  }

  /** Out of the trash. Throws CONVERSATION_UNKNOWN, STORAGE_FAILED. */
  restore(conversationId: string): Conversation {
    const { store, conversations, events } = this.#chat
    store.write(() => conversations.restore(conversationId))
    this.announce(conversationId)
    events.publish({ type: 'trash-changed' })
    return this.get(conversationId)
  }

  /** Those in the trash, the last deleted first. */
  deleted(): DeletedConversation[] {
    return this.#chat.conversations.listTrash(this.#chat.now())
  }

  /** Deletes for good those of them that are in the trash. Settled when the database has nothing of them any more. Throws STORAGE_FAILED. */
  async purge(conversationIds: readonly string[]): Promise<void> {
    const { store, conversations, generations, events } = this.#chat
    // An answer that is only just being stopped is written once more.
    const trashed = conversationIds.filter((id) => conversations.find(id) === null)
    await Promise.all(trashed.map((id) => generations.stopConversation(id)))
    store.write(() => conversations.purge(trashed))
    events.publish({ type: 'trash-changed' })
    await forgetDeletedWords(store)
  }

  /** Shows a message and, below it, the branch that was last shown there. Throws MESSAGE_UNKNOWN, STORAGE_FAILED. */
  showBranch(messageId: string): Thread {
    const { store, conversations, messages } = this.#chat
    const { conversationId } = messages.get(messageId)
    store.write(() => {
      const leafId = messages.leafBelow(messageId)
      messages.selectPath(leafId)
      conversations.setLeaf(conversationId, leafId)
    })
    return this.open(conversationId)
  }

  /** Tells every page how a conversation is now; of one in the trash there is nothing to tell. */
  announce(conversationId: string): void {
    const stored = this.#chat.conversations.find(conversationId)
    if (stored) this.#chat.events.publish({ type: 'conversation-changed', conversation: this.#withState(stored) })
  }

  #withState({ titleSource: _source, leafId: _leaf, ...conversation }: StoredConversation): Conversation {
    return { ...conversation, generating: this.#chat.generations.isGenerating(conversation.id) }
  }
}
