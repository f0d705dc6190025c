import { setImmediate } from 'node:timers/promises'
import type { Store } from './database.ts'

const names = ['title_search', 'body_search']
/** Takes some ten milliseconds. */
const pagesAtOnce = 64

/**
 * Takes the words of what was deleted out of the full-text indexes, and with them out of the database: FTS5 only notes that they are gone, until
 * it writes that part of an index anew. All of it is, a few pages at a time, as https://sqlite.org/fts5.html#the_merge_command has it:
 * FTS5's own way (`secure-delete`) takes 10 ms for each message. What cannot be stored now waits for the next time.
 */
export async function forgetDeletedWords(store: Store): Promise<void> {
  for (const name of names) {
    let pages = -pagesAtOnce // below zero: of all parts of the index, made one
    while (mergePages(store, name, pages)) {
      pages = pagesAtOnce
      await setImmediate()
    }
  }
  store.emptyLog()
}

/** Answers whether there may be more to do. */
function mergePages(store: Store, name: string, pages: number): boolean {
  let changes = 0
  store.note(() => {
    const before = totalChanges(store)
    store.db.prepare(`INSERT INTO ${name} (${name}, rank) VALUES ('merge', ?)`).run(pages)
    changes = totalChanges(store) - before
  })
  return changes >= 2
}

function totalChanges({ db }: Store): number {
  return Number(db.prepare('SELECT total_changes()').pluck().get())
}
