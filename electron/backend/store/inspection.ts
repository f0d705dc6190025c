import Database from 'better-sqlite3'
import { parentPort, workerData } from 'node:worker_threads'
import { backUpPages, refuseDamaged } from './backups.ts'
import { isDamage } from './failures.ts'
import { inspectionOrderSchema, type InspectionResult } from './inspection-order.ts'

// A thread of its own that reads the whole database and, where that is asked for, makes a backup of it: both take the longer the more is
// stored, and nobody is to wait for them.
parentPort?.postMessage(await inspect())

async function inspect(): Promise<InspectionResult> {
  const { file, folder, backUp, now } = inspectionOrderSchema.parse(workerData)
  const db = new Database(file, { readonly: true, fileMustExist: true })
  try {
    // What is backed up is what was found to be whole, whatever is written meanwhile.
    db.exec('BEGIN')
    const detail = damageOf(db)
    if (detail !== null) return { result: 'damaged', detail }
    if (backUp) await backUpPages(db, folder, now)
    return { result: 'whole' }
  } finally {
    db.close()
  }
}

function damageOf(db: Database.Database): string | null {
  try {
    refuseDamaged(db)
    return null
  } catch (error) {
    if (isDamage(error)) return error.message
    throw error
  }
}
