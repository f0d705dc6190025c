import type { Statement } from 'better-sqlite3'
import { partSchema, type Part } from '../../contract/message.ts'
import type { Store } from './database.ts'

interface PartRow {
  message_row: number
  type: string
  text: string
  duration_ms: number | null
}

/** A part that is stored damaged is left out; the rest of its message stays. */
function fromRow(row: PartRow): Part | null {
  return partSchema.safeParse({ type: row.type, text: row.text, durationMs: row.duration_ms }).data ?? null
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
  of(messageRows: readonly number[]): Map<number, Part[]> {
    const byMessage = new Map<number, Part[]>()
    for (const row of this.#of.all(JSON.stringify(messageRows))) {
      const part = fromRow(row)
      const parts = byMessage.get(row.message_row) ?? []
      if (part) parts.push(part)
      byMessage.set(row.message_row, parts)
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
