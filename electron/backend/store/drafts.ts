import type { Statement } from 'better-sqlite3'
import type { Store } from './database.ts'

/** What was typed and not sent. The new chat's draft has the empty key. */
export class Drafts {
  readonly #one: Statement<[string], { text: string }>
  readonly #set: Statement<[string, string]>
  readonly #remove: Statement<[string]>

  constructor({ db }: Store) {
    this.#one = db.prepare('SELECT text FROM drafts WHERE conversation_id = ?')
    this.#set = db.prepare('INSERT OR REPLACE INTO drafts (conversation_id, text) VALUES (?, ?)')
    this.#remove = db.prepare('DELETE FROM drafts WHERE conversation_id = ?')
  }

  /** '' when there is none. `conversationId` null: the new chat's. */
  get(conversationId: string | null): string {
    return this.#one.get(conversationId ?? '')?.text ?? ''
  }

  /** '' removes it. */
  set(conversationId: string | null, text: string): void {
    if (text === '') this.#remove.run(conversationId ?? '')
    else this.#set.run(conversationId ?? '', text)
  }
}
