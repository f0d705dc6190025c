import { setImmediate } from 'node:timers/promises'
import type { Store } from './database.ts'

const names = ['title_search', 'body_search']
/** Takes some ten milliseconds. */
const pagesAtOnce = 64

/**
 * Takes the words of what was deleted out of the full-text indexes, and with them out of the database: FTS5 only notes that they are gone, until
 * it writes that part of an index anew. All of it is, a few pages at a time, as https://sqlite.org/fts5.html#the_merge_command has it:
 * FTS5's own way (`secure-delete`) takes 10 ms for each message. What cannot be stored now, or was not done when the application ended, waits
 * for the next time. Does nothing where nothing was deleted since.
 */
export async function forgetDeletedWords(store: Store): Promise<void> {
  const last = store.db.prepare('SELECT max(number) FROM deletions').pluck().get()
  if (last === null) return
  for (const name of names) if (!(await writeAnew(store, name))) return
  store.note(() => void store.db.prepare('DELETE FROM deletions WHERE number <= ?').run(last))
  store.emptyLog()
}

/** Makes one part of all parts of an index. Answers whether it came to that. */
async function writeAnew(store: Store, name: string): Promise<boolean> {
  for (let pages = -pagesAtOnce; ; pages = pagesAtOnce) {
    // Below zero: of all parts that there are now.
    const changes = mergePages(store, name, pages)
    if (changes === null) return false
    if (changes < 2) return true
    await setImmediate()
  }
}

/** Answers how much was changed, of which one is the command itself; null: it could not be stored. */
function mergePages(store: Store, name: string, pages: number): number | null {
  let changes = 0
  const isStored = store.note(() => {
    const before = totalChanges(store)
    store.db.prepare(`INSERT INTO ${name} (${name}, rank) VALUES ('merge', ?)`).run(pages)
    changes = totalChanges(store) - before
  })
  return isStored ? changes : null
}

function totalChanges({ db }: Store): number {
  return Number(db.prepare('SELECT total_changes()').pluck().get())
}
