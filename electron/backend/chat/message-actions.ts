import { randomUUID } from 'node:crypto'
import type { ConversationPatch, Thread } from '../../contract/conversation.ts'
import { FailureError, type Failure } from '../../contract/failure.ts'
import type { GenerationEvent } from '../../contract/generation.ts'
import type { Message } from '../../contract/message.ts'
import type { SettingsStore } from '../settings/settings.ts'
import type { ModelLibrary } from '../models/library.ts'
import type { StoredConversation } from '../store/conversations.ts'
import type { ChatContext, ConversationActions } from './conversation-actions.ts'
import { firstWords } from './first-words.ts'
import { makePlan, type Choices, type Plan } from './plan.ts'
import type { Preparation } from './preparation.ts'

/** What the actions on messages stand on. */
export interface MessageContext extends ChatContext {
  library: ModelLibrary
  settings: SettingsStore
  preparation: Preparation
  actions: ConversationActions
}

type Unsuitable = Extract<Failure, { code: 'MESSAGE_NOT_SUITABLE' }>['data']['reason']

function unsuitable(messageId: string, reason: Unsuitable): FailureError {
  return new FailureError({ code: 'MESSAGE_NOT_SUITABLE', data: { messageId, reason } })
}

/** An answer that has just been stored as `streaming`, with the run that is to write it. */
interface BegunAnswer {
  messageId: string
  runRow: number
  plan: Plan
}

/** What a person does with messages. Everything is stored before it is answered; nothing is ever overwritten. */
export class MessageActions {
  readonly #chat: MessageContext

  constructor(chat: MessageContext) {
    this.#chat = chat
  }

  /** Throws CONVERSATION_UNKNOWN, MESSAGE_UNKNOWN, MESSAGE_NOT_SUITABLE, STORAGE_FAILED. */
  send(input: {
    conversationId: string | null
    parentId: string | null
    text: string
    settings: ConversationPatch
  }): Thread {
    const { store, drafts } = this.#chat
    const begun = store.write(() => {
      const conversation = this.#conversationFor(input.conversationId, input.text, input.settings)
      this.#requireAnsweredParent(conversation, input.parentId)
      drafts.set(input.conversationId, '')
      return this.#ask(conversation, input.parentId, input.text)
    })
    return this.#begin(begun)
  }

  /** Throws MESSAGE_UNKNOWN, MESSAGE_NOT_SUITABLE, CONVERSATION_UNKNOWN, STORAGE_FAILED. */
  edit(messageId: string, text: string): Thread {
    const begun = this.#chat.store.write(() => {
      const message = this.#chat.messages.get(messageId)
      if (message.role !== 'user') throw unsuitable(messageId, 'not-user')
      return this.#ask(this.#chat.conversations.get(message.conversationId), message.parentId, text)
    })
    return this.#begin(begun)
  }

  /** Throws MESSAGE_UNKNOWN, MESSAGE_NOT_SUITABLE, CONVERSATION_UNKNOWN, STORAGE_FAILED. */
  regenerate(messageId: string): Thread {
    const begun = this.#chat.store.write(() => {
      const { conversationId, parentId } = this.#endedAnswer(messageId)
      return this.#answer(this.#chat.conversations.get(conversationId), parentId)
    })
    return this.#begin(begun)
  }

  /** Throws MESSAGE_UNKNOWN, MESSAGE_NOT_SUITABLE, CONVERSATION_UNKNOWN, STORAGE_FAILED. */
  continue(messageId: string): Thread {
    const { store, conversations, messages } = this.#chat
    const begun = store.write(() => {
      const message = this.#endedAnswer(messageId)
      if (message.status === 'complete' && message.run?.stopReason !== 'max-tokens')
        throw unsuitable(messageId, 'complete')
      const conversation = conversations.get(message.conversationId)
      messages.restart(messages.rowOf(messageId))
      this.#show(conversation.id, messages.leafBelow(messageId))
      return this.#withRun(messageId, this.#plan(conversation))
    })
    return this.#begin(begun)
  }

  /** Does nothing when it is not running. */
  async stop(messageId: string): Promise<void> {
    await this.#chat.generations.stop(messageId)
  }

  /** Throws MESSAGE_UNKNOWN. */
  attach(
    messageId: string,
    calm: boolean,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<GenerationEvent, void, void> {
    const { generations, messages } = this.#chat
    return generations.watch(messageId, calm, signal) ?? ended(generations.current(messages.get(messageId)))
  }

  /** Begins to prepare and does not wait for it. Throws CONVERSATION_UNKNOWN. */
  prepare(input: {
    conversationId: string | null
    leafId: string | null
    settings: ConversationPatch
    text: string
    rests: boolean
  }): void {
    const { conversations, preparation } = this.#chat
    const { conversationId, leafId, settings, text: draft, rests } = input
    const conversation = conversationId === null ? choicesOf(settings) : conversations.get(conversationId)
    void preparation.prepare(this.#plan(conversation), { leafId, draft, rests })
  }

  #plan(choices: Choices): Plan {
    const { settings, library, messages } = this.#chat
    return makePlan(choices, settings.get(), library, (modelId) => messages.runs.lastNameOf(modelId))
  }

  #conversationFor(id: string | null, text: string, settings: ConversationPatch): StoredConversation {
    const { conversations, now } = this.#chat
    if (id !== null) return conversations.get(id)
    const time = now()
    const conversation: StoredConversation = {
      ...choicesOf(settings),
      id: randomUUID(),
      title: settings.title ?? firstWords(text),
      titleSource: settings.title === undefined ? 'words' : 'person',
      createdAt: time,
      updatedAt: time,
      leafId: null,
    }
    conversations.insert(conversation)
    return conversation
  }

  /** A question follows an answer of the same conversation that has ended, or nothing where nothing was said yet. */
  #requireAnsweredParent({ id, leafId }: StoredConversation, parentId: string | null): void {
    if (parentId === null) {
      if (leafId !== null) throw unsuitable(leafId, 'not-first')
      return
    }
    const parent = this.#endedAnswer(parentId)
    if (parent.conversationId !== id) throw new FailureError({ code: 'MESSAGE_UNKNOWN', data: { messageId: parentId } })
  }

  #endedAnswer(messageId: string): Message {
    const message = this.#chat.messages.get(messageId)
    if (message.role !== 'assistant') throw unsuitable(messageId, 'not-assistant')
    if (this.#chat.generations.isRunning(messageId)) throw unsuitable(messageId, 'running')
    return message
  }

  /** Stores a question and, below it, the answer that is to come. */
  #ask(conversation: StoredConversation, parentId: string | null, text: string): BegunAnswer {
    const id = randomUUID()
    this.#chat.messages.insert({
      id,
      conversationId: conversation.id,
      parentId,
      role: 'user',
      status: 'complete',
      parts: [{ type: 'text', text }],
      createdAt: this.#chat.now(),
    })
    return this.#answer(conversation, id)
  }

  /** Stores the empty answer to a question. */
  #answer(conversation: StoredConversation, parentId: string | null): BegunAnswer {
    const { messages, now } = this.#chat
    const messageId = randomUUID()
    messages.insert({
      id: messageId,
      conversationId: conversation.id,
      parentId,
      role: 'assistant',
      status: 'streaming',
      parts: [],
      createdAt: now(),
    })
    this.#show(conversation.id, messageId)
    return this.#withRun(messageId, this.#plan(conversation))
  }

  #show(conversationId: string, leafId: string): void {
    this.#chat.messages.selectPath(leafId)
    this.#chat.conversations.touch(conversationId, leafId, this.#chat.now())
  }

  #withRun(messageId: string, plan: Plan): BegunAnswer {
    const { messages, now } = this.#chat
    return { messageId, plan, runRow: messages.runs.insert(messages.rowOf(messageId), now(), plan) }
  }

  #begin({ messageId, runRow, plan }: BegunAnswer): Thread {
    const { messages, generations, preparation, actions } = this.#chat
    const message = messages.get(messageId)
    preparation.cancel()
    generations.start({ message, runRow, plan })
    return actions.open(message.conversationId)
  }
}

function choicesOf(settings: ConversationPatch): Choices {
  return {
    modelId: settings.modelId ?? null,
    systemPrompt: settings.systemPrompt ?? null,
    sampling: settings.sampling ?? {},
    whenFull: settings.whenFull ?? 'drop-oldest',
  }
}

async function* ended(message: Message): AsyncGenerator<GenerationEvent, void, void> {
  yield { type: 'end', seq: 0, message }
}
