import { open, readFile, stat, unlink, utimes } from 'node:fs/promises'
import { FailureError } from '../../contract/failure.ts'
import { hasCode } from '../disk.ts'
import { onDisk } from './disk.ts'

/** A lock that nobody has renewed for this long is nobody's, even if a process with its number runs (ms). */
const staleMs = 60_000

/** The locks that this process holds. */
const held = new Set<string>()

/** Names the file that people know, not the one that is written beside it. */
function locked(part: string): FailureError {
  return new FailureError({ code: 'DOWNLOAD_LOCKED', data: { path: part.replace(/\.part$/, '') } })
}

/**
 * The right to write a file, for one process: a file beside it with the process's number. One that a killed process has left is taken over.
 * Two that take it over in the same moment are told apart when the lock is renewed.
 */
export class PartLock {
  readonly #part: string
  readonly #path: string

  private constructor(part: string, path: string) {
    this.#part = part
    this.#path = path
  }

  /** For a `.part` file. Throws DOWNLOAD_LOCKED when another process, or this one, is writing it; FILE_FAILED, DISK_FULL. */
  static async take(part: string): Promise<PartLock> {
    const path = `${part}.lock`
    if (held.has(path)) throw locked(part)
    held.add(path)
    try {
      if (!(await create(path))) {
        if (!(await isStale(path))) throw locked(part)
        await unlink(path).catch(() => undefined)
        if (!(await create(path))) throw locked(part)
      }
      return new PartLock(part, path)
    } catch (error) {
      held.delete(path)
      throw error
    }
  }

  /** Says that it is still needed. Throws DOWNLOAD_LOCKED when another process has taken it. */
  async renew(): Promise<void> {
    if ((await ownerOf(this.#path)) !== process.pid) throw locked(this.#part)
    const now = new Date()
    await utimes(this.#path, now, now).catch(() => undefined)
  }

  async release(): Promise<void> {
    if ((await ownerOf(this.#path)) === process.pid) await unlink(this.#path).catch(() => undefined)
    held.delete(this.#path)
  }
}

/** False: there is one already. */
async function create(path: string): Promise<boolean> {
  return onDisk(path, async () => {
    try {
      const handle = await open(path, 'wx', 0o600)
      try {
        await handle.writeFile(String(process.pid))
      } catch (error) {
        await unlink(path)
        throw error
      } finally {
        await handle.close()
      }
      return true
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return false
      throw error
    }
  })
}

async function ownerOf(path: string): Promise<number | null> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return /^\d{1,10}$/.test(text) ? Number(text) : null
}

async function isStale(path: string): Promise<boolean> {
  const owner = await ownerOf(path)
  const age =
    Date.now() -
    (await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ))
  // One without a number may have been made this moment.
  if (owner === null) return age > 1000
  return owner === process.pid || age > staleMs || !isRunning(owner)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !hasCode(error, 'ESRCH')
  }
}
