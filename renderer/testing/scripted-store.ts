import type { ApplicationEvent } from '@contract/backend.ts'
import {
  conversationSchema,
  type Conversation,
  type ConversationPatch,
  type DeletedConversation,
  type Thread,
} from '@contract/conversation.ts'
import type { Download } from '@contract/download.ts'
import { FailureError } from '@contract/failure.ts'
import type { CuratedModel } from '@contract/hub.ts'
import type { FoundModel, ModelImport } from '@contract/import.ts'
import type { Message } from '@contract/message.ts'
import type { EngineState, Model } from '@contract/model.ts'
import type { Connection, NetworkState } from '@contract/network.ts'
import { settingsSchema, type Settings, type SettingsPatch } from '@contract/settings.ts'
import { builtInModel, scriptedConversations, scriptedModel, scriptedModels } from './scripted-data.ts'
import { scriptedCuratedList, type HubMood } from './scripted-hub.ts'
import { scriptedFoundModels } from './scripted-library.ts'
import { scriptedConnections } from './scripted-network.ts'
import { longTalk, scriptedTalk } from './scripted-talks.ts'
import { scriptedDownloads } from './scripted-transfers.ts'

/** What the scripted backend starts with. */
export interface Script {
  conversations: number
  /** In the first of them; 0: a short one. */
  messages: number
  models: 'all' | 'built-in' | number
  language: string
  settings: SettingsPatch
  engine: EngineState
  downloads?: 'none' | 'running' | 'all'
  imports?: ModelImport[]
  /** Whether other applications keep models. */
  found?: boolean
  hub?: HubMood
  suggests?: boolean
  /** In the ledger. */
  connections?: number
  canStoreToken?: boolean
}

function modelsFor(models: Script['models']): Model[] {
  if (models === 'all') return scriptedModels()
  if (models === 'built-in') return [builtInModel()]
  return Array.from({ length: models }, (_, index) =>
    scriptedModel({ id: `m${index}`, name: `Model number ${index}`, sizeBytes: 1e9 + index * 7e6 }),
  )
}

/** The scripted backend's memory: everything in arrays, and whoever listens. */
export class ScriptedStore {
  conversations: Conversation[]
  readonly trash = new Map<string, Conversation & { deletedAt: number }>()
  readonly messages = new Map<string, Message>()
  /** The leaf that is shown, by conversation. */
  readonly leaves = new Map<string, string>()
  models: Model[]
  settings: Settings
  engine: EngineState
  downloads: Download[]
  imports: ModelImport[]
  found: FoundModel[]
  readonly curated: CuratedModel[] = scriptedCuratedList()
  readonly hub: HubMood
  readonly suggests: boolean
  connections: Connection[]
  network: NetworkState
  readonly drafts = new Map<string | null, string>()
  readonly #listeners = new Set<(event: ApplicationEvent) => void>()

  constructor(script: Script) {
    this.conversations = scriptedConversations(script.conversations, script.language)
    this.models = modelsFor(script.models)
    this.settings = settingsSchema.parse(script.settings)
    this.engine = script.engine
    this.downloads = scriptedDownloads(script.downloads ?? 'none')
    this.imports = script.imports ?? []
    this.found = script.found === true ? scriptedFoundModels() : []
    this.hub = script.hub ?? 'fine'
    this.suggests = script.suggests ?? true
    this.connections = scriptedConnections(script.connections ?? 0)
    this.network = {
      open: 0,
      hubHost: 'huggingface.co',
      hasToken: false,
      canStoreToken: script.canStoreToken ?? true,
      sendsToken: true,
    }
    for (const [number, { id }] of this.conversations.slice(0, 20).entries()) {
      for (const message of scriptedTalk(id, number)) this.put(message)
    }
    const first = this.conversations[0]
    if (script.messages > 0 && first) this.#putAll(longTalk(first.id, script.messages))
  }

  /** A path of messages, none of which has a sibling. */
  #putAll(messages: readonly Message[]): void {
    for (const message of messages) {
      this.messages.set(message.id, message)
      this.leaves.set(message.conversationId, message.id)
    }
  }

  /** Stores a message as its conversation's shown leaf and as a sibling of those with the same parent. */
  put(message: Message): void {
    const siblings = [...this.messages.values()].filter(
      (other) => other.conversationId === message.conversationId && other.parentId === message.parentId,
    )
    const siblingIds = [...new Set([...siblings.map(({ id }) => id), message.id])]
    for (const sibling of siblings) this.messages.set(sibling.id, { ...sibling, siblingIds })
    this.messages.set(message.id, { ...message, siblingIds })
    this.leaves.set(message.conversationId, message.id)
  }

  message(messageId: string): Message {
    const message = this.messages.get(messageId)
    if (!message) throw new FailureError({ code: 'MESSAGE_UNKNOWN', data: { messageId } })
    return message
  }

  conversation(conversationId: string): Conversation {
    const conversation = this.conversations.find(({ id }) => id === conversationId)
    if (!conversation) throw new FailureError({ code: 'CONVERSATION_UNKNOWN', data: { conversationId } })
    return conversation
  }

  /** To the trash, at `deletedAt`. */
  remove(conversationId: string, deletedAt = Date.now()): void {
    this.trash.set(conversationId, { ...this.conversation(conversationId), deletedAt })
    this.conversations = this.conversations.filter(({ id }) => id !== conversationId)
    this.emit({ type: 'conversation-removed', conversationId })
    this.emit({ type: 'trash-changed' })
  }

  /** Out of the trash. */
  restore(conversationId: string): Conversation {
    const conversation = this.trash.get(conversationId)
    if (conversation) this.conversations = [...this.conversations, conversation]
    this.purge([conversationId])
    return this.change(conversationId, {})
  }

  deleted(): DeletedConversation[] {
    return [...this.trash.values()]
      .map(({ id, title, deletedAt }) => ({
        id,
        title,
        messageCount: [...this.messages.values()].filter(({ conversationId }) => conversationId === id).length,
        deletedAt,
        expiresAt: deletedAt + 30 * 24 * 60 * 60 * 1000,
      }))
      .toSorted((a, b) => b.deletedAt - a.deletedAt)
  }

  purge(conversationIds: readonly string[]): void {
    for (const id of conversationIds) this.trash.delete(id)
    this.emit({ type: 'trash-changed' })
  }

  thread(conversationId: string): Thread {
    const path: Message[] = []
    let at = this.leaves.get(conversationId) ?? null
    while (at !== null) {
      const message = this.message(at)
      path.unshift(message)
      at = message.parentId
    }
    return { conversation: this.conversation(conversationId), messages: path }
  }

  /** The newest descendant of a message. */
  leafBelow(messageId: string): string {
    const child = [...this.messages.values()].findLast(({ parentId }) => parentId === messageId)
    return child ? this.leafBelow(child.id) : messageId
  }

  change(conversationId: string, patch: Partial<Conversation> | ConversationPatch): Conversation {
    const changed = conversationSchema.parse({ ...this.conversation(conversationId), ...patch })
    this.conversations = [changed, ...this.conversations.filter(({ id }) => id !== conversationId)].toSorted(
      (a, b) => b.updatedAt - a.updatedAt,
    )
    this.emit({ type: 'conversation-changed', conversation: changed })
    return changed
  }

  setEngine(engine: EngineState): void {
    this.engine = engine
    this.emit({ type: 'engine-changed', engine })
  }

  setModels(models: Model[]): void {
    this.models = models
    this.emit({ type: 'models-changed' })
  }

  setDownloads(downloads: Download[]): void {
    this.downloads = downloads
    this.emit({ type: 'downloads-changed', downloads })
  }

  setImports(imports: ModelImport[]): void {
    this.imports = imports
    this.emit({ type: 'imports-changed', imports })
  }

  setNetwork(facts: Partial<NetworkState>): void {
    this.network = { ...this.network, ...facts }
    this.emit({ type: 'network-changed', network: this.network })
  }

  emit(event: ApplicationEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  /** Everything that is emitted from now on, until the signal. */
  async *events(signal: AbortSignal | undefined): AsyncGenerator<ApplicationEvent> {
    const { engine, settings, downloads, imports, network } = this
    yield { type: 'hello', engine, settings, downloads, imports, network, writable: true }
    const waiting: ApplicationEvent[] = []
    let wake = Promise.withResolvers<void>()
    const listener = (event: ApplicationEvent): void => {
      waiting.push(event)
      wake.resolve()
    }
    this.#listeners.add(listener)
    signal?.addEventListener('abort', () => wake.resolve())
    while (!signal?.aborted) {
      await wake.promise
      wake = Promise.withResolvers<void>()
      yield* waiting.splice(0)
    }
    this.#listeners.delete(listener)
  }
}
