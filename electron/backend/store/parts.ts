import type { Statement } from 'better-sqlite3'
import { partSchema, type Part } from '../../contract/message.ts'
import type { Store } from './database.ts'

interface PartRow {
  message_row: number
  type: string
  text: string
  duration_ms: number | null
}

/** The parts of a message as far as they can be read. */
export interface StoredParts {
  parts: Part[]
  /** Some part could only be read in part. */
  damaged: boolean
}

/** A part that is stored damaged keeps its words and its place, so that what follows is still written where it belongs. */
function whatIsLeftOf({ type, text }: PartRow): Part {
  return type === 'reasoning' ? { type, text, durationMs: null } : { type: 'text', text }
}

/** The parts of messages, by the message's row. */
export class Parts {
  readonly #of: Statement<[string], PartRow>
  readonly #write: Statement<[number, number, string, string, number | null]>

  constructor({ db }: Store) {
    this.#of = db.prepare(
      'SELECT message_row, type, text, duration_ms FROM parts WHERE message_row IN (SELECT value FROM json_each(?)) ORDER BY message_row, idx',
    )
    this.#write = db.prepare(
      'INSERT OR REPLACE INTO parts (message_row, idx, type, text, duration_ms) VALUES (?, ?, ?, ?, ?)',
    )
  }

  /** The parts of each of these messages, in order. */
  of(messageRows: readonly number[]): Map<number, StoredParts> {
    const byMessage = new Map<number, StoredParts>()
    for (const row of this.#of.all(JSON.stringify(messageRows))) {
      const { data } = partSchema.safeParse({ type: row.type, text: row.text, durationMs: row.duration_ms })
      const stored = byMessage.get(row.message_row) ?? { parts: [], damaged: false }
      stored.parts.push(data ?? whatIsLeftOf(row))
      stored.damaged ||= data === undefined
      byMessage.set(row.message_row, stored)
    }
    return byMessage
  }

  /** Writes the parts from number `first` on as they are now. Parts are only ever added or lengthened. */
  write(messageRow: number, parts: readonly Part[], first: number): void {
    for (let index = first; index < parts.length; index++) {
      const part = parts[index]
      if (!part) continue
      this.#write.run(messageRow, index, part.type, part.text, part.type === 'reasoning' ? part.durationMs : null)
    }
  }
}
