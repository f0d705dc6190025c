import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { ForeignApplication } from '../../../contract/import.ts'
import { openWithoutWaiting } from '../../disk.ts'
import type { Places } from './places.ts'

/** A file that another application keeps. */
export interface FoundFile {
  path: string
  /** What that application calls it; null: as the file says. */
  name: string | null
}

/** Knows where one application keeps its models. Never throws: what cannot be read is not there. */
export interface Finder {
  application: ForeignApplication
  find(places: Places, walk: Walk): Promise<FoundFile[]>
}

/** How much is looked at. */
export interface WalkLimits {
  /** Entries of folders, of all applications together. */
  entries: number
  milliseconds: number
}

const defaultLimits: WalkLimits = { entries: 50_000, milliseconds: 5000 }
/** Of files that say where models are. */
const maxTextBytes = 1024 * 1024

/** Looks at folders that belong to others: not without end, and at nothing but folders and regular files. */
export class Walk {
  readonly #signal: AbortSignal | undefined
  readonly #deadline: number
  #entriesLeft: number

  constructor(signal?: AbortSignal, limits: WalkLimits = defaultLimits) {
    this.#signal = signal
    this.#deadline = performance.now() + limits.milliseconds
    this.#entriesLeft = limits.entries
  }

  /** Paths of the files below a folder whose names match, so many levels deep; links to regular files count, links to folders do not. */
  async files(folder: string, levels: number, matches: (name: string) => boolean): Promise<string[]> {
    const files: string[] = []
    for (const entry of await this.#entries(folder)) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (levels > 1) files.push(...(await this.files(path, levels - 1, matches)))
      } else if (matches(entry.name) && (entry.isFile() || (await this.isFile(path)))) files.push(path)
    }
    return files
  }

  /** Names of the folders in a folder. */
  async folders(folder: string): Promise<string[]> {
    return (await this.#entries(folder)).filter((entry) => entry.isDirectory()).map(({ name }) => name)
  }

  /** Whether it is a regular file, or a link to one. */
  async isFile(path: string): Promise<boolean> {
    return stat(path).then(
      (stats) => stats.isFile(),
      () => false,
    )
  }

  /** What a small text file says; null: there is none, or it is not small. */
  async text(path: string): Promise<string | null> {
    const file = await openWithoutWaiting(path).catch(() => null)
    if (!file) return null
    try {
      const stats = await file.stat()
      if (!stats.isFile() || stats.size > maxTextBytes) return null
      const bytes = Buffer.alloc(stats.size)
      const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
      return bytes.toString('utf8', 0, bytesRead)
    } catch {
      return null
    } finally {
      await file.close()
    }
  }

  /** Sorted, so that the same disk gives the same list. Nothing more when it has taken too long. */
  async #entries(folder: string): Promise<Dirent[]> {
    this.#signal?.throwIfAborted()
    if (!isAbsolute(folder) || this.#entriesLeft <= 0 || performance.now() > this.#deadline) return []
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    const looked = entries.toSorted((a, b) => a.name.localeCompare(b.name)).slice(0, this.#entriesLeft)
    this.#entriesLeft -= looked.length
    return looked
  }
}

/** Whether a file of that name is a GGUF. */
export function isGguf(name: string): boolean {
  return /\.gguf$/i.test(name)
}
