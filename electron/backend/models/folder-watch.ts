import { watch as watchFolder, type FSWatcher } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { inodeOf } from '../disk.ts'
import { maxDepth } from './folder.ts'

/** How long to wait for what, in milliseconds. */
export interface WatchPatience {
  /** Changes that follow one another closer than this are told once. */
  quietMs: number
  /** While they never cease, as with a file that is being copied, they are told this often. */
  busyMs: number
  /** How often to look whether a folder that went away is there again. */
  checkMs: number
}

/** What the watch stands on. */
export interface WatchOptions {
  /** Something changed, or what is awaited is there. */
  onChange: () => void
  /** Files that are away and may come back, wherever they are. */
  awaited: () => readonly string[]
  patience?: WatchPatience
}

/** macOS and Windows watch a whole tree; on Linux every folder is watched by itself, which costs less than Node's own imitation. */
const watchesTrees = process.platform === 'darwin' || process.platform === 'win32'
const maxFolders = 1000

interface Watched {
  /** Which folder this is, however it is called: one that was made anew is another one. */
  identity: string
  watcher: FSWatcher
}

const defaultPatience: WatchPatience = { quietMs: 300, busyMs: 3000, checkMs: 3000 }

/**
 * Tells when something changed in the models folder or below it, and when a file that is awaited is there again. The folder may be
 * missing, go away and come back.
 */
export class FolderWatch {
  readonly #onChange: () => void
  readonly #awaited: () => readonly string[]
  readonly #patience: WatchPatience
  readonly #watched = new Map<string, Watched>()
  #folder: string | null = null
  /** Number of the look at the folders that counts; an older one that is still under way does not. */
  #look = 0
  #quiet: NodeJS.Timeout | undefined
  /** When the first change came that is not told yet (ms). */
  #stirredAt: number | null = null
  #check: NodeJS.Timeout | undefined

  constructor({ onChange, awaited, patience = defaultPatience }: WatchOptions) {
    this.#onChange = onChange
    this.#awaited = awaited
    this.#patience = patience
  }

  /** Watches this folder from now on, instead of another one. */
  watch(folder: string): void {
    this.close()
    this.#folder = folder
    this.#check = setInterval(() => void this.#compare(folder), this.#patience.checkMs).unref()
    void this.#arm(folder)
  }

  /** Watches nothing any more. */
  close(): void {
    this.#folder = null
    this.#look++
    this.#stirredAt = null
    clearInterval(this.#check)
    clearTimeout(this.#quiet)
    for (const path of this.#watched.keys()) this.#drop(path)
  }

  /** Something happened: told when it is over. */
  #stir(folder: string): void {
    if (folder !== this.#folder) return
    const { quietMs, busyMs } = this.#patience
    const now = Date.now()
    this.#stirredAt ??= now
    clearTimeout(this.#quiet)
    this.#quiet = setTimeout(
      () => void this.#arm(folder),
      Math.max(0, Math.min(quietMs, this.#stirredAt + busyMs - now)),
    ).unref()
  }

  /** The folder itself came, went or was replaced, which nobody watching it is told of everywhere; and a disk is not watched at all. */
  async #compare(folder: string): Promise<void> {
    const identity = await identityOf(folder)
    const isOneBack = await isAnyThere(this.#awaited())
    if (folder !== this.#folder) return
    if (identity !== (this.#watched.get(folder)?.identity ?? null)) await this.#arm(folder)
    else if (isOneBack) this.#onChange()
  }

  /** Watches what is there now, and tells. Watching begins before it tells: what happens after that is heard. */
  async #arm(folder: string): Promise<void> {
    const look = ++this.#look
    this.#stirredAt = null
    const folders = await foldersBelow(folder)
    if (look !== this.#look) return
    for (const [path, { identity }] of this.#watched) if (folders.get(path) !== identity) this.#drop(path)
    for (const [path, identity] of folders) if (!this.#watched.has(path)) this.#add(folder, path, identity)
    this.#onChange()
  }

  #add(folder: string, path: string, identity: string): void {
    try {
      const watcher = watchFolder(path, { persistent: false, recursive: watchesTrees }, () => this.#stir(folder))
      this.#watched.set(path, { identity, watcher })
      watcher.on('error', () => this.#drop(path))
    } catch {
      // It is gone again, or the system watches no more folders: the slow look finds the one, and nothing helps the other.
    }
  }

  #drop(path: string): void {
    this.#watched.get(path)?.watcher.close()
    this.#watched.delete(path)
  }
}

/** The folder and, where each is watched by itself, all below it as deep as models are looked for; none when it is not there. */
async function foldersBelow(folder: string): Promise<Map<string, string>> {
  const folders = new Map<string, string>()
  let level = [folder]
  for (let depth = 1; depth <= (watchesTrees ? 1 : maxDepth) && level.length > 0; depth++) {
    const next: string[] = []
    for (const path of level) {
      const identity = folders.size < maxFolders ? await identityOf(path) : null
      if (identity === null) continue
      folders.set(path, identity)
      if (depth < maxDepth) next.push(...(await subfoldersOf(path)))
    }
    level = next
  }
  return folders
}

async function subfoldersOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name))
}

async function isAnyThere(paths: readonly string[]): Promise<boolean> {
  for (const path of paths) if (await stat(path).catch(() => null)) return true
  return false
}

async function identityOf(folder: string): Promise<string | null> {
  return stat(folder).then(
    (stats) => (stats.isDirectory() ? inodeOf(stats) : null),
    () => null,
  )
}
