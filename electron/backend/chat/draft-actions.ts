import { draftTogether } from '../../contract/draft.ts'
import type { Store } from '../store/database.ts'
import type { Drafts } from '../store/drafts.ts'

/** What a person has typed and not sent. */
export class DraftActions {
  readonly #store: Store
  readonly #drafts: Drafts

  constructor(store: Store, drafts: Drafts) {
    this.#store = store
    this.#drafts = drafts
  }

  /** '' when there is none. `conversationId` null: the new chat's. */
  get(conversationId: string | null): string {
    return this.#drafts.get(conversationId)
  }

  /** '' removes it. Throws STORAGE_FAILED. */
  save(conversationId: string | null, text: string): void {
    this.#store.write(() => this.#drafts.set(conversationId, text))
  }

  /** Puts what was typed behind what is stored. Throws STORAGE_FAILED. */
  extend(conversationId: string | null, typed: string): void {
    this.save(conversationId, draftTogether(this.get(conversationId), typed))
  }
}
