import type { Download } from '@contract/download.ts'
import { FailureError } from '@contract/failure.ts'
import type { ModelImport } from '@contract/import.ts'
import type { ScriptedStore } from './scripted-store.ts'

const gb = 1e9
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const perSecond = 38e6

/** A download with other facts where given. */
export function scriptedDownload(facts: Partial<Download> & Pick<Download, 'id' | 'name'>): Download {
  return {
    repository: 'publisher/a-model-GGUF',
    revision: 'f'.repeat(40),
    file: `${facts.id}-Q4_K_M.gguf`,
    quantization: 'Q4_K_M',
    fileCount: 1,
    sizeBytes: 7.3 * gb,
    receivedBytes: 3.1 * gb,
    state: 'running',
    failure: null,
    retryAt: null,
    bytesPerSecond: perSecond,
    secondsLeft: 110,
    hasChecksums: true,
    modelId: null,
    addedAt: 0,
    ...facts,
  }
}

/** The one of the pictures alone, or one of each state. */
export function scriptedDownloads(which: 'none' | 'running' | 'all'): Download[] {
  if (which === 'none') return []
  const running = scriptedDownload({
    id: 'gemma3-12b',
    name: 'Gemma 3 12B',
    repository: 'publisher/Gemma-3-12B-GGUF',
    file: 'Gemma-3-12B-Q4_K_M.gguf',
  })
  if (which === 'running') return [running]
  const still = { bytesPerSecond: null, secondsLeft: null }
  return [
    running,
    scriptedDownload({
      id: 'queued',
      name: 'Qwen 3 8B',
      receivedBytes: 0,
      state: 'queued',
      sizeBytes: 5 * gb,
      ...still,
    }),
    scriptedDownload({
      id: 'paused',
      name: 'Phi 4 Mini',
      receivedBytes: 0.6 * gb,
      sizeBytes: 2.5 * gb,
      state: 'paused',
      ...still,
    }),
    scriptedDownload({
      id: 'waiting',
      name: 'Mistral Nemo 12B',
      state: 'waiting',
      retryAt: Date.now() + 25_000,
      failure: { code: 'CONNECTION_STALLED', data: { host: 'cdn-lfs.hf.co', seconds: 15 } },
      ...still,
    }),
    scriptedDownload({
      id: 'verifying',
      name: 'Llama 3.2 3B',
      sizeBytes: 2 * gb,
      receivedBytes: 2 * gb,
      state: 'verifying',
      ...still,
    }),
    scriptedDownload({
      id: 'full',
      name: 'Qwen 3 30B A3B',
      sizeBytes: 18.6 * gb,
      receivedBytes: 9 * gb,
      state: 'paused',
      failure: { code: 'DISK_FULL', data: { path: '/home/ada/.config/Hearth/models', missingBytes: 3.2 * gb } },
      ...still,
    }),
    scriptedDownload({
      id: 'licence',
      name: 'Gemma 3 27B',
      receivedBytes: 0,
      sizeBytes: 16 * gb,
      state: 'failed',
      failure: {
        code: 'LICENCE_NEEDED',
        data: {
          repository: 'google/gemma-3-27b-it-gguf',
          pageUrl: 'https://huggingface.co/google/gemma-3-27b-it-gguf',
          hasToken: false,
        },
      },
      ...still,
    }),
    scriptedDownload({
      id: 'checksum',
      name: 'TinyLlama 1.1B',
      receivedBytes: 0,
      sizeBytes: 0.7 * gb,
      state: 'failed',
      failure: { code: 'CHECKSUM_WRONG', data: { file: 'tinyllama-1.1b-Q4_K_M.gguf' } },
      ...still,
    }),
    scriptedDownload({
      id: 'done',
      name: 'Llama 3.1 8B',
      sizeBytes: 4.9 * gb,
      receivedBytes: 4.9 * gb,
      state: 'done',
      modelId: 'llama31-8b',
      ...still,
    }),
  ]
}

/** An import that runs, of three files. */
export function scriptedImport(facts: Partial<ModelImport> & Pick<ModelImport, 'id'>): ModelImport {
  return {
    way: 'copy',
    name: 'gemma-3-4b-it-Q4_K_M.gguf',
    fileCount: 3,
    filesDone: 1,
    sizeBytes: 9 * gb,
    doneBytes: 3.3 * gb,
    bytesPerSecond: 410e6,
    secondsLeft: 14,
    state: 'running',
    failures: [],
    modelIds: [],
    ...facts,
  }
}

/** Changes the scripted downloads as a person asks, and lets them run: a tenth a step. */
export class ScriptedTransfers {
  readonly #store: ScriptedStore
  #lastId = 0

  constructor(store: ScriptedStore) {
    this.#store = store
  }

  start(repository: string, file: string, sizeBytes: number): Download {
    this.#lastId += 1
    const [name = file] = file.split('-Q')
    const download = scriptedDownload({
      id: `download-${this.#lastId}`,
      name: name.replaceAll('-', ' '),
      repository,
      file,
      sizeBytes,
      receivedBytes: 0,
      secondsLeft: sizeBytes / perSecond,
      addedAt: Date.now(),
    })
    this.#store.setDownloads([...this.#store.downloads, download])
    void this.#run(download.id)
    return download
  }

  change(downloadId: string, facts: Partial<Download>): void {
    this.#download(downloadId)
    this.#store.setDownloads(
      this.#store.downloads.map((each) => (each.id === downloadId ? { ...each, ...facts } : each)),
    )
  }

  resume(downloadId: string): void {
    this.change(downloadId, { state: 'running', failure: null, bytesPerSecond: perSecond, secondsLeft: 60 })
    void this.#run(downloadId)
  }

  move(downloadId: string, position: number): void {
    const download = this.#download(downloadId)
    this.#store.setDownloads(this.#store.downloads.filter((each) => each !== download).toSpliced(position, 0, download))
  }

  #download(downloadId: string): Download {
    const download = this.#store.downloads.find(({ id }) => id === downloadId)
    if (!download) throw new FailureError({ code: 'DOWNLOAD_UNKNOWN', data: { downloadId } })
    return download
  }

  async #run(downloadId: string): Promise<void> {
    for (;;) {
      await wait(400)
      const download = this.#store.downloads.find(({ id }) => id === downloadId)
      if (download?.state !== 'running') return
      const receivedBytes = Math.min(download.sizeBytes, download.receivedBytes + download.sizeBytes / 10)
      if (receivedBytes < download.sizeBytes) {
        const secondsLeft = (download.sizeBytes - receivedBytes) / perSecond
        this.change(downloadId, { receivedBytes, secondsLeft })
      } else {
        this.change(downloadId, {
          receivedBytes,
          state: 'done',
          modelId: 'mistral-24b',
          bytesPerSecond: null,
          secondsLeft: null,
        })
        return
      }
    }
  }
}
