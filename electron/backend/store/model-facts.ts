import type { Statement } from 'better-sqlite3'
import type { ChatFormatName } from '../../contract/model.ts'
import { hashOfText } from '../text-hash.ts'
import type { Store } from './database.ts'

/** What the disk cannot say of a model. null: not known. */
export interface ModelFacts {
  /** ms since 1970. */
  lastUsedAt: number | null
  /** What the person calls it. */
  name: string | null
  /** Of the last answers, smoothed. */
  tokensPerSecond: number | null
  /** What it took when it was last loaded. */
  memory: MeasuredMemory | null
  /** Where at the hub it was downloaded from. */
  origin: { repository: string; file: string } | null
  /** Hash of the chat template that its publisher's repository has. */
  publisherTemplateHash: string | null
  chatFormat: ChatFormatName
}

/** Memory of the engine with a model, beside what the estimate had been, uncorrected. Bytes; tokens. */
export interface MeasuredMemory {
  bytes: number
  expectedBytes: number
  contextSize: number
}

interface Row {
  model_id: string
  last_used_at: number | null
  name: string | null
  tokens_per_second: number | null
  memory_bytes: number | null
  expected_bytes: number | null
  memory_context_size: number | null
  origin_repository: string | null
  origin_file: string | null
  has_publisher_template: number
  chat_format: string | null
}

const unknown: ModelFacts = {
  lastUsedAt: null,
  name: null,
  tokensPerSecond: null,
  memory: null,
  origin: null,
  publisherTemplateHash: null,
  chatFormat: 'own',
}

/** All but the template, which may be a megabyte: every list of models reads these. */
const columns = `model_id, last_used_at, name, tokens_per_second, memory_bytes, expected_bytes, memory_context_size, origin_repository,
  origin_file, publisher_template IS NOT NULL AS has_publisher_template, chat_format`

/** What is remembered of models by their ids. Writes belong into `store.write` or `store.note`. */
export class ModelFactsTable {
  readonly #all: Statement<[], Row>
  readonly #one: Statement<[string], Row>
  readonly #from: Statement<[string, string], { model_id: string }>
  readonly #template: Statement<[string], { publisher_template: string | null }>
  readonly #drop: Statement<[string]>
  readonly #move: Statement<[string, string]>
  readonly #used: Statement<[string, number]>
  readonly #named: Statement<[string, string | null]>
  readonly #ran: Statement<[string, number]>
  readonly #took: Statement<[string, number, number, number]>
  readonly #came: Statement<[string, string, string]>
  readonly #published: Statement<[string, string | null]>
  readonly #formatted: Statement<[string, string | null]>
  /** Of the publishers' templates, by the models' ids: each is read once. */
  readonly #templateHashes = new Map<string, string>()

  constructor({ db }: Store) {
    const set = (...names: string[]): string =>
      `INSERT INTO model_facts (model_id, ${names.join(', ')}) VALUES (?, ${names.map(() => '?').join(', ')})
       ON CONFLICT (model_id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`
    this.#all = db.prepare(`SELECT ${columns} FROM model_facts`)
    this.#one = db.prepare(`SELECT ${columns} FROM model_facts WHERE model_id = ?`)
    this.#from = db.prepare('SELECT model_id FROM model_facts WHERE origin_repository = ? AND origin_file = ?')
    this.#template = db.prepare('SELECT publisher_template FROM model_facts WHERE model_id = ?')
    this.#drop = db.prepare('DELETE FROM model_facts WHERE model_id = ?')
    this.#move = db.prepare('UPDATE OR REPLACE model_facts SET model_id = ? WHERE model_id = ?')
    this.#used = db.prepare(set('last_used_at'))
    this.#named = db.prepare(set('name'))
    this.#ran = db.prepare(set('tokens_per_second'))
    this.#took = db.prepare(set('memory_bytes', 'expected_bytes', 'memory_context_size'))
    this.#came = db.prepare(set('origin_repository', 'origin_file'))
    this.#published = db.prepare(set('publisher_template'))
    this.#formatted = db.prepare(set('chat_format'))
  }

  /** By the models' ids. */
  all(): Map<string, ModelFacts> {
    return new Map(this.#all.all().map((row) => [row.model_id, this.#factsOf(row)]))
  }

  of(modelId: string): ModelFacts {
    const row = this.#one.get(modelId)
    return row ? this.#factsOf(row) : unknown
  }

  /** Ids of the models that were downloaded as this file of the hub's repository. */
  downloadedFrom(repository: string, file: string): string[] {
    return this.#from.all(repository, file).map((row) => row.model_id)
  }

  /** The chat template that its publisher's repository has. */
  publisherTemplate(modelId: string): string | null {
    return this.#template.get(modelId)?.publisher_template ?? null
  }

  noteUse(modelId: string, time: number): void {
    this.#used.run(modelId, time)
  }

  /** null: its own name again. */
  setName(modelId: string, name: string | null): void {
    this.#named.run(modelId, name)
  }

  noteSpeed(modelId: string, tokensPerSecond: number): void {
    this.#ran.run(modelId, tokensPerSecond)
  }

  noteMemory(modelId: string, { bytes, expectedBytes, contextSize }: MeasuredMemory): void {
    this.#took.run(modelId, Math.round(bytes), Math.round(expectedBytes), contextSize)
  }

  noteOrigin(modelId: string, origin: { repository: string; file: string }): void {
    this.#came.run(modelId, origin.repository, origin.file)
  }

  notePublisherTemplate(modelId: string, template: string | null): void {
    this.#templateHashes.delete(modelId)
    this.#published.run(modelId, template)
  }

  setChatFormat(modelId: string, format: ChatFormatName): void {
    this.#formatted.run(modelId, format === 'own' ? null : format)
  }

  /** It has another id from now on: its file was moved. */
  move(from: string, to: string): void {
    this.#templateHashes.delete(from)
    this.#templateHashes.delete(to)
    this.#move.run(to, from)
  }

  /** Its file is gone for good; another one in its place is another model. */
  drop(modelId: string): void {
    this.#templateHashes.delete(modelId)
    this.#drop.run(modelId)
  }

  #templateHashOf(modelId: string): string {
    const known = this.#templateHashes.get(modelId)
    if (known !== undefined) return known
    const hash = hashOfText(this.publisherTemplate(modelId) ?? '')
    this.#templateHashes.set(modelId, hash)
    return hash
  }

  #factsOf(row: Row): ModelFacts {
    return factsOf(row, row.has_publisher_template === 1 ? this.#templateHashOf(row.model_id) : null)
  }
}

function factsOf(row: Row, publisherTemplateHash: string | null): ModelFacts {
  const { memory_bytes: bytes, expected_bytes: expectedBytes, memory_context_size: contextSize } = row
  const { origin_repository: repository, origin_file: file } = row
  return {
    lastUsedAt: row.last_used_at,
    name: row.name,
    tokensPerSecond: row.tokens_per_second,
    memory:
      bytes !== null && expectedBytes !== null && contextSize !== null ? { bytes, expectedBytes, contextSize } : null,
    origin: repository !== null && file !== null ? { repository, file } : null,
    publisherTemplateHash,
    chatFormat: row.chat_format === 'standard' ? 'standard' : 'own',
  }
}
