import type { Statement } from 'better-sqlite3'
import {
  measurementsSchema,
  stopReasonSchema,
  type Measurements,
  type Run,
  type StopReason,
} from '../../contract/message.ts'
import { defaultSampling, samplingSchema } from '../../contract/sampling.ts'
import type { Store } from './database.ts'
import { parseJson } from './json.ts'
import { ofWholeAnswer } from './whole-answer.ts'

interface RunRow {
  message_row: number
  model_id: string
  model_name: string
  system_prompt: string
  sampling: string
  stop_reason: string | null
  measurements: string | null
}

/** A run as far as it can be read. */
export interface StoredRun {
  run: Run
  /** More was stored than can be read. */
  damaged: boolean
}

function fromRow(row: RunRow): StoredRun {
  const sampling = parseJson(samplingSchema, row.sampling)
  const stopReason = stopReasonSchema.safeParse(row.stop_reason).data ?? null
  const measurements = parseJson(measurementsSchema, row.measurements)
  const isWhole = (stored: string | null, read: unknown): boolean => stored === null || read !== null
  return {
    run: {
      modelId: row.model_id,
      modelName: row.model_name,
      sampling: sampling ?? defaultSampling,
      systemPrompt: row.system_prompt,
      stopReason,
      measurements,
    },
    damaged: sampling === null || !isWhole(row.stop_reason, stopReason) || !isWhole(row.measurements, measurements),
  }
}

/** null where the last run has none: it is still writing, or its engine was lost. */
function wholeMeasurements(runs: readonly Run[]): Measurements | null {
  const measured = runs.flatMap(({ measurements }) => measurements ?? [])
  const last = runs.at(-1)?.measurements
  if (!last) return null
  return {
    ...ofWholeAnswer(measured.slice(0, -1), last),
    durationMs: measured.reduce((sum, { durationMs }) => sum + durationMs, 0),
  }
}

/** How each answer was made: one row for every time a model wrote to it. */
export class Runs {
  readonly #of: Statement<[string], RunRow>
  readonly #lastName: Statement<[string], { model_name: string }>
  readonly #insert: Statement<[number, number, string, string, string, string]>
  readonly #end: Statement<[string | null, string | null, number]>

  constructor({ db }: Store) {
    this.#of = db.prepare('SELECT * FROM runs WHERE message_row IN (SELECT value FROM json_each(?)) ORDER BY row')
    this.#lastName = db.prepare('SELECT model_name FROM runs WHERE model_id = ? ORDER BY row DESC LIMIT 1')
    this.#insert = db.prepare(
      'INSERT INTO runs (message_row, started_at, model_id, model_name, system_prompt, sampling) VALUES (?, ?, ?, ?, ?, ?)',
    )
    this.#end = db.prepare('UPDATE runs SET stop_reason = ?, measurements = ? WHERE row = ?')
  }

  /** The last run of each of these messages, with the numbers of the whole answer. */
  lastOf(messageRows: readonly number[]): Map<number, StoredRun> {
    const byMessage = Map.groupBy(this.#of.all(JSON.stringify(messageRows)), (row) => row.message_row)
    const last = new Map<number, StoredRun>()
    for (const [messageRow, rows] of byMessage) {
      const stored = rows.map(fromRow)
      const runs = stored.map(({ run }) => run)
      const run = runs.at(-1)
      const damaged = stored.some((each) => each.damaged)
      if (run) last.set(messageRow, { run: { ...run, measurements: wholeMeasurements(runs) }, damaged })
    }
    return last
  }

  /** What a model was called when it wrote last; null when it never did. */
  lastNameOf(modelId: string): string | null {
    return this.#lastName.get(modelId)?.model_name ?? null
  }

  /** What the runs of a message that have ended measured, the first one first. */
  measurementsOf(messageRow: number): Measurements[] {
    return this.#of.all(JSON.stringify([messageRow])).flatMap((row) => fromRow(row).run.measurements ?? [])
  }

  /** Answers the new run's row. */
  insert(messageRow: number, startedAt: number, run: Omit<Run, 'stopReason' | 'measurements'>): number {
    const sampling = JSON.stringify(run.sampling)
    return Number(
      this.#insert.run(messageRow, startedAt, run.modelId, run.modelName, run.systemPrompt, sampling).lastInsertRowid,
    )
  }

  /** Stores how it ended. */
  end(row: number, stopReason: StopReason | null, measurements: Measurements | null): void {
    this.#end.run(stopReason, measurements && JSON.stringify(measurements), row)
  }
}
