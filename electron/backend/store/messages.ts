import type { Statement } from 'better-sqlite3'
import { FailureError, failureSchema, type Failure } from '../../contract/failure.ts'
import {
  messageSchema,
  messageStatusSchema,
  textOf,
  type Message,
  type MessageStatus,
  type Part,
} from '../../contract/message.ts'
import type { Store } from './database.ts'
import { parseJson } from './json.ts'
import { Parts, type StoredParts } from './parts.ts'
import { Runs, type StoredRun } from './runs.ts'
import { timeOf } from './time.ts'

interface MessageRow {
  row: number
  id: string
  conversation_id: string
  parent_id: string | null
  role: string
  status: string
  failure: string | null
  created_at: number
}

/** A message to be added to the tree. */
export interface NewMessage {
  id: string
  conversationId: string
  parentId: string | null
  role: 'user' | 'assistant'
  status: MessageStatus
  parts: Part[]
  createdAt: number
}

/** How writing an answer ended. */
export interface MessageEnd {
  status: Exclude<MessageStatus, 'streaming'>
  failure: Failure | null
  parts: readonly Part[]
}

const columns = 'm.row, m.id, m.conversation_id, m.parent_id, m.role, m.status, m.failure, m.created_at'

/**
 * The trees of messages: rows, their parts and runs, read as whole messages. Writes belong into `store.write`. In a damaged file a tree
 * may bite its tail: whatever follows it visits each message once.
 */
export class Messages {
  readonly parts: Parts
  readonly runs: Runs
  readonly #one: Statement<[string], MessageRow>
  readonly #path: Statement<[string], MessageRow>
  readonly #children: Statement<[string, string | null], { id: string }>
  readonly #siblings: Statement<[string], { id: string; parent_id: string | null }>
  readonly #shown: Statement<[string, string | null], { id: string }>
  readonly #below: Statement<[string], { id: string }>
  readonly #select: Statement<[string]>
  readonly #insert: Statement<[Record<string, string | number | null>]>
  readonly #restart: Statement<[number]>
  readonly #end: Statement<[string, string | null, string, number]>
  readonly #streaming: Statement<[], MessageRow>
  readonly #completeAnswers: Statement<[string], { count: number }>

  constructor(store: Store) {
    const { db } = store
    this.parts = new Parts(store)
    this.runs = new Runs(store)
    this.#one = db.prepare(`SELECT ${columns} FROM messages m WHERE id = ?`)
    this.#path = db.prepare(
      `WITH RECURSIVE path (row, parent_id) AS (
         SELECT row, parent_id FROM messages WHERE id = ?
         UNION
         SELECT p.row, p.parent_id FROM path JOIN messages p ON p.id = path.parent_id
       )
       SELECT ${columns} FROM path JOIN messages m USING (row)`,
    )
    this.#children = db.prepare('SELECT id FROM messages WHERE conversation_id = ? AND parent_id IS ? ORDER BY row')
    this.#siblings = db.prepare('SELECT id, parent_id FROM messages WHERE conversation_id = ? ORDER BY row')
    this.#shown = db.prepare(
      'SELECT id FROM messages WHERE conversation_id = ? ORDER BY id IS ? DESC, row DESC LIMIT 1',
    )
    this.#below = db.prepare(
      `SELECT c.id FROM messages c JOIN messages m ON m.id = c.parent_id WHERE m.id = ?
       ORDER BY c.id IS m.selected_child_id DESC, c.row DESC LIMIT 1`,
    )
    this.#select = db.prepare(
      `WITH RECURSIVE path (id, parent_id) AS (
         SELECT id, parent_id FROM messages WHERE id = ?
         UNION
         SELECT p.id, p.parent_id FROM path JOIN messages p ON p.id = path.parent_id
       )
       UPDATE messages SET selected_child_id = path.id FROM path
       WHERE messages.id = path.parent_id AND selected_child_id IS NOT path.id`,
    )
    this.#insert = db.prepare(
      `INSERT INTO messages (id, conversation_id, parent_id, role, status, created_at, body)
       VALUES (@id, @conversationId, @parentId, @role, @status, @createdAt, @body)`,
    )
    this.#restart = db.prepare(`UPDATE messages SET status = 'streaming', failure = NULL WHERE row = ?`)
    this.#end = db.prepare('UPDATE messages SET status = ?, failure = ?, body = ? WHERE row = ?')
    this.#streaming = db.prepare(`SELECT ${columns} FROM messages m WHERE status = 'streaming'`)
    this.#completeAnswers = db.prepare(
      `SELECT count(*) AS count FROM messages WHERE conversation_id = ? AND role = 'assistant' AND status = 'complete'`,
    )
  }

  /** Throws MESSAGE_UNKNOWN. */
  get(id: string): Message {
    const row = this.#row(id)
    const siblingIds = this.#children.all(row.conversation_id, row.parent_id).map((sibling) => sibling.id)
    return this.#assemble([row], new Map([[row.parent_id, siblingIds]]))[0] ?? this.#unknown(id)
  }

  /** The path from a first message to this one. Throws MESSAGE_UNKNOWN. */
  path(leafId: string): Message[] {
    const rows = downTo(leafId, this.#path.all(leafId))
    const leaf = rows.at(-1) ?? this.#unknown(leafId)
    return this.#assemble(rows, this.#siblingsByParent(leaf.conversation_id))
  }

  /** The path of a conversation that ends in this leaf; in its newest message, where it has no such leaf. Empty: it has none at all. */
  shownPath(conversationId: string, leafId: string | null): Message[] {
    const leaf = this.#shown.get(conversationId, leafId)
    return leaf ? this.path(leaf.id) : []
  }

  /** Follows the branch that was last shown below this message down to its leaf. */
  leafBelow(id: string): string {
    const visited = new Set<string>()
    let leaf = id
    for (let next: string | undefined = id; next !== undefined && !visited.has(next); next = this.#below.get(leaf)?.id)
      visited.add((leaf = next))
    return leaf
  }

  /** Remembers the path that ends in `leafId` as the one last shown. */
  selectPath(leafId: string): void {
    this.#select.run(leafId)
  }

  /** Adds a message with its parts. Answers its row. */
  insert(message: NewMessage): number {
    const row = Number(
      this.#insert.run({
        id: message.id,
        conversationId: message.conversationId,
        parentId: message.parentId,
        role: message.role,
        status: message.status,
        createdAt: message.createdAt,
        body: textOf(message.parts),
      }).lastInsertRowid,
    )
    this.parts.write(row, message.parts, 0)
    return row
  }

  /** The stable row that parts and runs refer to. Throws MESSAGE_UNKNOWN. */
  rowOf(id: string): number {
    return this.#row(id).row
  }

  /** It is being written again. */
  restart(row: number): void {
    this.#restart.run(row)
  }

  /** Stores how its writing ended, and makes its text searchable. */
  end(row: number, end: MessageEnd): void {
    this.#end.run(end.status, end.failure && JSON.stringify(end.failure), textOf(end.parts), row)
  }

  /** What was being written when the application last ended is `interrupted`. Answers how many there were. */
  interruptStreaming(isRunning: (messageId: string) => boolean): number {
    const rows = this.#streaming.all().filter(({ id }) => !isRunning(id))
    for (const { row } of rows) {
      this.end(row, { status: 'interrupted', failure: null, parts: this.parts.of([row]).get(row)?.parts ?? [] })
    }
    return rows.length
  }

  countCompleteAnswers(conversationId: string): number {
    return this.#completeAnswers.get(conversationId)?.count ?? 0
  }

  #row(id: string): MessageRow {
    return this.#one.get(id) ?? this.#unknown(id)
  }

  #unknown(messageId: string): never {
    throw new FailureError({ code: 'MESSAGE_UNKNOWN', data: { messageId } })
  }

  #siblingsByParent(conversationId: string): Map<string | null, string[]> {
    const byParent = new Map<string | null, string[]>()
    for (const { id, parent_id: parentId } of this.#siblings.all(conversationId)) {
      const siblings = byParent.get(parentId)
      if (siblings) siblings.push(id)
      else byParent.set(parentId, [id])
    }
    return byParent
  }

  #assemble(rows: readonly MessageRow[], siblings: ReadonlyMap<string | null, string[]>): Message[] {
    const keys = rows.map(({ row }) => row)
    const parts = this.parts.of(keys)
    const runs = this.runs.lastOf(keys)
    return rows.map((row) =>
      fromRow(row, {
        siblingIds: siblings.get(row.parent_id) ?? [row.id],
        parts: parts.get(row.row) ?? { parts: [], damaged: false },
        run: runs.get(row.row) ?? null,
      }),
    )
  }
}

/** The rows of a path in its order, which ends in this leaf. */
function downTo(leafId: string, rows: readonly MessageRow[]): MessageRow[] {
  const left = new Map<string | null, MessageRow>(rows.map((row) => [row.id, row]))
  const upwards: MessageRow[] = []
  for (let row = left.get(leafId); row; row = left.get(row.parent_id)) {
    left.delete(row.id)
    upwards.push(row)
  }
  return upwards.toReversed()
}

interface BesideRow {
  siblingIds: string[]
  parts: StoredParts
  run: StoredRun | null
}

/** The message as far as it can be read: what cannot is guessed from the rest. Nothing that is stored is changed by it. */
function fromRow(row: MessageRow, { siblingIds, parts, run }: BesideRow): Message {
  // Every answer has a run, and nothing else has.
  const role = messageSchema.shape.role.safeParse(row.role).data ?? (run ? 'assistant' : 'user')
  const { data: status } = messageStatusSchema.safeParse(row.status)
  const failure = parseJson(failureSchema, row.failure)
  const createdAt = timeOf(row.created_at)
  const isWhole =
    role === row.role &&
    status !== undefined &&
    (failure === null) === (row.failure === null) &&
    createdAt === row.created_at
  return {
    id: row.id,
    conversationId: row.conversation_id,
    parentId: row.parent_id,
    role,
    status: status ?? (role === 'user' ? 'complete' : 'interrupted'),
    failure,
    parts: parts.parts,
    siblingIds,
    run: run?.run ?? null,
    createdAt,
    damaged: !isWhole || parts.damaged || (run?.damaged ?? false),
  }
}
