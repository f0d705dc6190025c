import type { ChoiceFit, CuratedModel, HubChoice, HubRepository, HubSort, Suggestion } from '../../contract/hub.ts'
import type { GgufStart } from '../models/gguf-start.ts'
import { FailureError } from '../../contract/failure.ts'
import type { GateRequest, GateResponse } from '../network/gate.ts'
import { curatedOn, readCuratedList } from './curated.ts'
import type { ComputerMemory } from '../models/memory.ts'
import { fitsOf, type Computer } from './fit.ts'
import type { HubClient, HubPage, ReadRepository } from './hub-client.ts'
import { readRemoteStart } from './remote-header.ts'
import { suggestionOf } from './suggestion.ts'

/** What a person's actions on the hub stand on. */
export interface HubContext {
  client: HubClient
  gate: { request: (request: GateRequest) => Promise<GateResponse> }
  curatedListFile: string
  computer: Computer
  /** 'cpu', or the graphics API that carries layers; null: this computer has not been measured. */
  backend: () => string | null
  /** The setting. */
  contextSize: () => number | null
  /** The model that a file of a repository became on this computer. */
  installed: (repository: string, file: string) => string | null
  /** Of the last downloads; null before any. */
  downloadBytesPerSecond: () => number | null
}

/** What other programs leave of the memory on most days: of that, a model that fits with room to spare takes a half of all. */
const usuallyFree = 0.625
/** Headers that are remembered, so that another context size costs no request. */
const maxRemembered = 50

/** What a person does at the hub. */
export class HubActions {
  readonly #context: HubContext
  readonly #starts = new Map<string, GgufStart>()
  /** The files that were suggested, by language and by what this computer had been measured with. */
  readonly #suggested = new Map<string, string>()

  constructor(context: HubContext) {
    this.#context = context
  }

  /** The starting list on this computer, in the file's order. */
  curated(): Promise<CuratedModel[]> {
    return this.#curatedOn(this.#context.computer)
  }

  async #curatedOn(computer: Computer): Promise<CuratedModel[]> {
    const { curatedListFile, contextSize, installed } = this.#context
    const entries = await readCuratedList(curatedListFile)
    return entries.map((entry) => curatedOn(entry, contextSize(), computer, installed(entry.repository, entry.file)))
  }

  /** For this computer as it usually is: what other programs have taken for the moment does not decide. */
  async suggestion(language: string): Promise<Suggestion | null> {
    const { computer, downloadBytesPerSecond } = this.#context
    const list = await this.#curatedOn({ ...computer, memory: () => usually(computer.memory()) })
    const backend = this.#context.backend()
    const by = `${language}, ${backend}`
    const suggestion = suggestionOf(list, {
      language,
      backend: backend ?? 'cpu',
      downloadBytesPerSecond: downloadBytesPerSecond(),
      before: this.#suggested.get(by) ?? null,
    })
    if (suggestion) this.#suggested.set(by, suggestion.model.file)
    return suggestion
  }

  search(query: string, sort: HubSort, cursor: string | null, signal?: AbortSignal): Promise<HubPage> {
    return this.#context.client.search(query, sort, cursor, signal)
  }

  async repository(id: string, signal?: AbortSignal): Promise<HubRepository> {
    return (await this.#context.client.repository(id, signal)).repository
  }

  readme(id: string, revision: string, signal?: AbortSignal): Promise<string> {
    return this.#context.client.readme(id, revision, signal)
  }

  /** Every choice on this computer. Of a repository without any: none, and nothing is asked. */
  async fit(id: string, revision: string, contextSize: number | null, signal?: AbortSignal): Promise<ChoiceFit[]> {
    const read = await this.#context.client.repositoryAt(id, revision, signal)
    const { choices, parameters } = read.repository
    const [smallest] = choices
    if (!smallest) return []
    const start = await this.#start(read, smallest, signal)
    return fitsOf(start, choices, parameters, contextSize, this.#context.computer)
  }

  async #start({ repository }: ReadRepository, choice: HubChoice, signal: AbortSignal | undefined): Promise<GgufStart> {
    const [file] = choice.files
    if (!file) throw new FailureError({ code: 'NOT_ON_HUB', data: { what: choice.file } })
    const { client, gate } = this.#context
    const url = client.fileUrl(repository.id, repository.revision, file.path)
    const known = this.#starts.get(url)
    if (known) return known
    const ask = async (first: number, last: number): Promise<GateResponse> => {
      const headers = { range: `bytes=${first}-${last}` }
      const request = { purpose: 'model-header', url, headers, authorized: true, ...(signal && { signal }) } as const
      const response = await gate.request(request)
      if (response.status < 400) return response
      throw client.refusal(response, repository.id, `${repository.id}/${file.path}`)
    }
    const start = await readRemoteStart(ask, file.path, file.sizeBytes)
    this.#starts.set(url, start)
    const [oldest] = this.#starts.keys()
    if (oldest !== undefined && this.#starts.size > maxRemembered) this.#starts.delete(oldest)
    return start
  }
}

function usually({ totalBytes, graphics }: ComputerMemory): ComputerMemory {
  return {
    totalBytes,
    availableBytes: totalBytes * usuallyFree,
    graphics: graphics && { ...graphics, availableBytes: graphics.totalBytes },
  }
}
