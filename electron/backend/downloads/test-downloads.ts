import { mkdirSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Download, DownloadState } from '../../contract/download.ts'
import { DownloadTables } from '../store/downloads.ts'
import { openStore, type Store } from '../store/database.ts'
import { Downloads, type DownloadsOptions } from './downloads.ts'
import { TestHost } from './test-host.ts'

type Options = Partial<Omit<DownloadsOptions, 'tables' | 'onChange'>>

/** Small enough that a few kilobytes go through everything that gigabytes go through. */
const smallLimits = {
  smallestSpanBytes: 16_384,
  largestSpanBytes: 65_536,
  writeBytes: 4096,
  syncBytes: 16_384,
  unsafeBytes: 32_768,
  floorBytes: 0,
  announceMs: 0,
  firstRetryMs: 60_000,
}

/** Downloads on a temporary folder with a database of their own, for tests. */
export class TestDownloads {
  readonly root: string
  readonly modelsFolder: string
  readonly host = new TestHost()
  /** What was installed, by the path of its first file. */
  readonly installed: string[] = []
  readonly settings = { parallelDownloads: 1, offline: false }
  /** Hears every list that is told. */
  onList: (downloads: Download[]) => void = () => undefined
  store: Store
  downloads: Downloads
  readonly #options: Options
  readonly #watchers = new Set<() => void>()

  private constructor(root: string, options: Options) {
    this.root = root
    this.modelsFolder = join(root, 'models')
    this.#options = options
    mkdirSync(this.modelsFolder, { recursive: true })
    this.store = openStore(root)
    this.downloads = this.#make()
  }

  /** On a folder of its own, or on `root`. */
  static async make(options: Options = {}, root?: string): Promise<TestDownloads> {
    return new TestDownloads(root ?? (await mkdtemp(join(tmpdir(), 'hearth-'))), options)
  }

  /**
   * Ends them and begins anew on the same folder, as the next start of the application does. `between` may change the disk meanwhile, and
   * `opened` the database before anybody has read it.
   */
  async reopen(between?: () => Promise<void>, opened?: () => void): Promise<void> {
    await this.close()
    await between?.()
    this.store = openStore(this.root)
    opened?.()
    this.downloads = this.#make()
    this.downloads.open()
  }

  async close(): Promise<void> {
    await this.downloads.close()
    this.store.close()
  }

  async remove(): Promise<void> {
    await this.close()
    await rm(this.root, { recursive: true })
  }

  /** The only download, or the one with that id. */
  one(id?: string): Download {
    const found = this.downloads.list().find((download) => id === undefined || download.id === id)
    if (!found) throw new Error('there is no such download')
    return found
  }

  /** The list as soon as it is like this. */
  async until(holds: (downloads: Download[]) => boolean): Promise<Download[]> {
    for (;;) {
      const list = this.downloads.list()
      if (holds(list)) return list
      await new Promise<void>((resolve) => this.#watchers.add(resolve))
    }
  }

  /** The only download as soon as it is in one of these states. */
  async state(...states: DownloadState[]): Promise<Download> {
    await this.until((list) => list.every(({ state }) => states.includes(state)))
    return this.one()
  }

  /** Everything below the models folder, with its bytes. */
  async files(): Promise<Map<string, Buffer>> {
    const entries = await readdir(this.modelsFolder, { recursive: true, withFileTypes: true })
    const files = new Map<string, Buffer>()
    for (const entry of entries) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      files.set(path.slice(this.modelsFolder.length + 1), await readFile(path))
    }
    return files
  }

  #make(): Downloads {
    const options = this.#options
    return new Downloads({
      gate: this.host,
      hub: this.host,
      installer: {
        arrives: () => undefined,
        arrived: async (path) => {
          this.installed.push(path)
          return `model of ${path}`
        },
      },
      now: Date.now,
      settings: () => this.settings,
      modelsFolder: () => this.modelsFolder,
      ...options,
      tables: new DownloadTables(this.store),
      limits: { ...smallLimits, ...options.limits },
      onChange: (downloads) => {
        this.onList(downloads)
        for (const wake of this.#watchers) wake()
        this.#watchers.clear()
      },
    })
  }
}

/** Bytes that look like nothing, and the same for the same seed. */
export function noise(size: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(size)
  let state = seed * 2_654_435_761 + 1
  for (let index = 0; index < size; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[index] = state >>> 24
  }
  return bytes
}
