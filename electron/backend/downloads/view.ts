import type { Download } from '../../contract/download.ts'
import type { StoredDownload } from '../store/downloads.ts'
import { receivedBytes, sizeBytes } from './job.ts'
import type { Status } from './machine.ts'

/** A download as the page sees it. `bytesPerSecond` counts while it runs. */
export function downloadView(download: StoredDownload, status: Status, bytesPerSecond: number | null): Download {
  const [size, received] = [sizeBytes(download), receivedBytes(download)]
  const speed = status.state === 'running' ? bytesPerSecond : null
  return {
    id: download.id,
    repository: download.repository,
    revision: download.revision,
    file: download.file,
    name: download.name,
    quantization: download.quantization,
    fileCount: download.files.length,
    sizeBytes: size,
    receivedBytes: received,
    state: status.state,
    failure: 'failure' in status ? status.failure : null,
    retryAt: status.state === 'waiting' ? status.retryAt : null,
    bytesPerSecond: speed === null ? null : Math.round(speed),
    secondsLeft: speed === null || speed < 1 ? null : Math.ceil((size - received) / speed),
    modelId: status.state === 'done' ? status.modelId : null,
    addedAt: download.addedAt,
  }
}

/** Tells a list when it has changed: at once where that matters, else not more often than every `ms`. */
export class Announcer<T> {
  readonly #list: () => T[]
  readonly #tell: (list: T[]) => void
  readonly #ms: number
  #told = ''
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(list: () => T[], tell: (list: T[]) => void, ms: number) {
    this.#list = list
    this.#tell = tell
    this.#ms = ms
    this.#told = JSON.stringify(list())
  }

  /** Something may have changed; `matters`: somebody waits for it. */
  stir(matters = false): void {
    if (this.#closed || (this.#timer !== undefined && !matters)) return
    const list = this.#list()
    const text = JSON.stringify(list)
    if (text === this.#told) return
    this.#told = text
    this.#tell(list)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.stir()
    }, this.#ms).unref()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }
}
