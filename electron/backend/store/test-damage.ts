import Database from 'better-sqlite3'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileName } from './database.ts'

/** Fills the first page of this table in the folder's database. All of it must be in the one file; who has it open may have read it before. */
export async function tear(folder: string, table: string): Promise<void> {
  const file = join(folder, fileName)
  const db = new Database(file)
  const page = Number(db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table))
  const size = Number(db.pragma('page_size', { simple: true }))
  db.close()
  const bytes = await readFile(file)
  await writeFile(file, bytes.fill(0x5a, (page - 1) * size, page * size))
}
