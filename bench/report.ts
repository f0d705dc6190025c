import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** One row of the table: a figure beside its baseline, taken in the same run. */
export interface Row {
  what: string
  value: string
  baseline: string
  /** How the two stand to one another, in words: a ratio, a difference. */
  compared: string
  reach: string
  reached: boolean
}

const folder = process.env['E2E_OUTPUT'] ?? 'test-results/bench'

/** Adds a row to the table that `npm run bench` prints at the end. */
export function report(row: Row): void {
  mkdirSync(folder, { recursive: true })
  appendFileSync(join(folder, 'bench.jsonl'), `${JSON.stringify(row)}\n`)
}

/** The middle one; of an even number, the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return (low + high) / 2
}

/** Bytes in megabytes, without a fraction. */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}
