import type { Statement } from 'better-sqlite3'
import type { Store } from './database.ts'

/** Secrets, each encrypted by main before it gets here. Writes belong into `store.write`. */
export class SecretTable {
  readonly #get: Statement<[string], { sealed: string }>
  readonly #set: Statement<[string, string]>
  readonly #remove: Statement<[string]>

  constructor({ db }: Store) {
    this.#get = db.prepare('SELECT sealed FROM secrets WHERE name = ?')
    this.#set = db.prepare('INSERT OR REPLACE INTO secrets (name, sealed) VALUES (?, ?)')
    this.#remove = db.prepare('DELETE FROM secrets WHERE name = ?')
  }

  get(name: string): string | null {
    return this.#get.get(name)?.sealed ?? null
  }

  set(name: string, sealed: string): void {
    this.#set.run(name, sealed)
  }

  remove(name: string): void {
    this.#remove.run(name)
  }
}
