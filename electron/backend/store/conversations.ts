import type { Statement } from 'better-sqlite3'
import {
  whenFullSchema,
  type Conversation,
  type ConversationPatch,
  type DeletedConversation,
} from '../../contract/conversation.ts'
import { FailureError } from '../../contract/failure.ts'
import { samplingOverridesSchema } from '../../contract/sampling.ts'
import type { Store } from './database.ts'
import { parseJson } from './json.ts'
import { timeOf } from './time.ts'

/** Who gave a conversation its title. A person's is never replaced. */
type TitleSource = 'words' | 'model' | 'person'

interface ConversationRow {
  id: string
  title: string
  title_source: TitleSource
  created_at: number
  updated_at: number
  leaf_id: string | null
  model_id: string | null
  system_prompt: string | null
  sampling: string
  when_full: string
  deleted_at: number | null
}

/** A conversation as it is stored; whether it is generating is not the store's to know. */
export interface StoredConversation extends Omit<Conversation, 'generating'> {
  titleSource: TitleSource
  /** The last message of the path that is shown; null: none yet. */
  leafId: string | null
}

const trashMs = 30 * 24 * 60 * 60 * 1000

function fromRow(row: ConversationRow): StoredConversation {
  return {
    id: row.id,
    title: row.title,
    titleSource: row.title_source,
    createdAt: timeOf(row.created_at),
    updatedAt: timeOf(row.updated_at),
    leafId: row.leaf_id,
    modelId: row.model_id,
    systemPrompt: row.system_prompt,
    sampling: parseJson(samplingOverridesSchema, row.sampling) ?? {},
    whenFull: whenFullSchema.safeParse(row.when_full).data ?? 'drop-oldest',
  }
}

function unknown(conversationId: string): FailureError {
  return new FailureError({ code: 'CONVERSATION_UNKNOWN', data: { conversationId } })
}

/** The table of conversations. Its writes belong into `store.write`. */
export class Conversations {
  readonly #one: Statement<[string], ConversationRow>
  readonly #all: Statement<[], ConversationRow>
  readonly #insert: Statement<[ConversationRow]>
  readonly #update: Statement<[ConversationRow]>
  readonly #deleted: Statement<[number], Omit<DeletedConversation, 'expiresAt'>>
  readonly #purge: Statement<[string]>
  readonly #purgeBefore: Statement<[number]>

  constructor({ db }: Store) {
    this.#one = db.prepare('SELECT * FROM conversations WHERE id = ?')
    this.#all = db.prepare('SELECT * FROM conversations WHERE deleted_at IS NULL ORDER BY updated_at DESC, row DESC')
    this.#insert = db.prepare(
      `INSERT INTO conversations (id, title, title_source, created_at, updated_at, leaf_id, model_id, system_prompt, sampling, when_full, deleted_at)
       VALUES (@id, @title, @title_source, @created_at, @updated_at, @leaf_id, @model_id, @system_prompt, @sampling, @when_full, @deleted_at)`,
    )
    this.#update = db.prepare(
      `UPDATE conversations SET title = @title, title_source = @title_source, updated_at = @updated_at, leaf_id = @leaf_id,
       model_id = @model_id, system_prompt = @system_prompt, sampling = @sampling, when_full = @when_full, deleted_at = @deleted_at
       WHERE id = @id`,
    )
    this.#deleted = db.prepare(
      `SELECT id, title, deleted_at AS deletedAt,
         (SELECT count(*) FROM messages WHERE conversation_id = conversations.id) AS messageCount
       FROM conversations WHERE deleted_at >= ? ORDER BY deleted_at DESC, row DESC`,
    )
    this.#purge = db.prepare('DELETE FROM conversations WHERE id = ? AND deleted_at IS NOT NULL')
    this.#purgeBefore = db.prepare('DELETE FROM conversations WHERE deleted_at < ?')
  }

  /** Those that are not in the trash, the last used first. */
  list(): StoredConversation[] {
    return this.#all.all().map(fromRow)
  }

  /** One that is not in the trash, or null. */
  find(id: string): StoredConversation | null {
    const row = this.#one.get(id)
    return row && row.deleted_at === null ? fromRow(row) : null
  }

  /** One that is not in the trash. Throws CONVERSATION_UNKNOWN. */
  get(id: string): StoredConversation {
    const found = this.find(id)
    if (!found) throw unknown(id)
    return found
  }

  insert(conversation: StoredConversation): void {
    this.#insert.run({
      id: conversation.id,
      title: conversation.title,
      title_source: conversation.titleSource,
      created_at: conversation.createdAt,
      updated_at: conversation.updatedAt,
      leaf_id: conversation.leafId,
      model_id: conversation.modelId,
      system_prompt: conversation.systemPrompt,
      sampling: JSON.stringify(conversation.sampling),
      when_full: conversation.whenFull,
      deleted_at: null,
    })
  }

  /** Applies what a person changed; a title of theirs stays theirs. Throws CONVERSATION_UNKNOWN. */
  patch(id: string, patch: ConversationPatch): void {
    const changes: Partial<ConversationRow> = {}
    if (patch.title !== undefined) Object.assign(changes, { title: patch.title, title_source: 'person' })
    if (patch.modelId !== undefined) changes.model_id = patch.modelId
    if (patch.systemPrompt !== undefined) changes.system_prompt = patch.systemPrompt
    if (patch.sampling !== undefined) changes.sampling = JSON.stringify(patch.sampling)
    if (patch.whenFull !== undefined) changes.when_full = patch.whenFull
    this.#change(id, changes)
  }

  /** Gives it a title that the application thought of. */
  setTitle(id: string, title: string, source: 'words' | 'model'): void {
    this.#change(id, { title, title_source: source })
  }

  /** Shows the path that ends in `leafId`. */
  setLeaf(id: string, leafId: string): void {
    this.#change(id, { leaf_id: leafId })
  }

  /** Notes that a message was added at `time`, and shows the path that ends in `leafId`. */
  touch(id: string, leafId: string, time: number): void {
    this.#change(id, { leaf_id: leafId, updated_at: time })
  }

  /** Moves it to the trash. Throws CONVERSATION_UNKNOWN. */
  trash(id: string, time: number): void {
    this.#change(id, { deleted_at: time })
  }

  /** Takes it out of the trash; does nothing when it is not there. Throws CONVERSATION_UNKNOWN when it is gone altogether. */
  restore(id: string): void {
    const row = this.#one.get(id)
    if (!row) throw unknown(id)
    this.#update.run({ ...row, deleted_at: null })
  }

  /** What has been in the trash for less than 30 days, the last deleted first. */
  listTrash(now: number): DeletedConversation[] {
    return this.#deleted.all(now - trashMs).map((row) => ({ ...row, expiresAt: row.deletedAt + trashMs }))
  }

  /** Deletes those of them that are in the trash. */
  purge(ids: readonly string[]): void {
    for (const id of ids) this.#purge.run(id)
  }

  /** Deletes what has been in the trash for 30 days. */
  purgeTrash(now: number): void {
    this.#purgeBefore.run(now - trashMs)
  }

  #change(id: string, changes: Partial<ConversationRow>): void {
    const row = this.#one.get(id)
    if (!row || row.deleted_at !== null) throw unknown(id)
    this.#update.run({ ...row, ...changes })
  }
}
