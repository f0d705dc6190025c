import { FailureError } from '../../contract/failure.ts'
import {
  repositoryIdSchema,
  repositoryPathSchema,
  type HubRepository,
  type HubRepositorySummary,
  type HubSort,
} from '../../contract/hub.ts'
import type { ConnectionPurpose } from '../../contract/network.ts'
import type { GateRequest, GateResponse } from '../network/gate.ts'
import { hostOf } from '../network/host-answer.ts'
import { choicesOf } from './choices.ts'
import { infoSchema, listSchema, readJson, readTextStart, summaryOf, type HubInfo } from './hub-answers.ts'

/** What the client stands on. */
export interface HubClientOptions {
  gate: { request: (request: GateRequest) => Promise<GateResponse> }
  /** The hub's address. Throws HOST_NOT_ALLOWED where the setting is none. */
  hub: () => URL
  hasToken: () => boolean
  /** The model that a file of a repository became on this computer. */
  installed: (repository: string, file: string) => string | null
}

/** A page of the list, and where the next one begins. */
export interface HubPage {
  repositories: HubRepositorySummary[]
  next: string | null
}

/** A repository as it was read, with what is not shown. */
export interface ReadRepository {
  repository: HubRepository
  /** The template that the publisher's own file has, as far as the hub has read it. */
  chatTemplate: string | null
}

const pageSize = 30
const maxListBytes = 8 * 1024 * 1024
const maxInfoBytes = 32 * 1024 * 1024
const maxReadmeBytes = 1024 * 1024
/** Repositories that are remembered, so that what was shown is not asked for again. */
const maxRemembered = 50

const sortKeys: Record<HubSort, string> = { downloads: 'downloads', likes: 'likes', updated: 'lastModified' }
/** What of each repository the list is to tell. */
const expand = ['downloads', 'likes', 'lastModified', 'gated', 'cardData', 'gguf', 'pipeline_tag', 'tags']

/** Asks the hub, through the gate. Every method throws what the gate throws, HOST_REFUSED and HOST_ANSWER_UNREADABLE besides what it names. */
export class HubClient {
  readonly #options: HubClientOptions
  readonly #remembered = new Map<string, HubInfo>()

  constructor(options: HubClientOptions) {
    this.#options = options
  }

  /** Repositories with GGUF files. `cursor`: the `next` of the page before, null for the first. */
  async search(query: string, sort: HubSort, cursor: string | null, signal?: AbortSignal): Promise<HubPage> {
    const url = this.#url('api', 'models')
    if (query !== '') url.searchParams.set('search', query)
    url.searchParams.set('filter', 'gguf')
    url.searchParams.set('sort', sortKeys[sort])
    url.searchParams.set('limit', String(pageSize))
    for (const key of expand) url.searchParams.append('expand', key)
    if (cursor !== null) url.searchParams.set('cursor', cursor)
    const response = await this.#ask('search', url, signal)
    if (response.status !== 200) throw this.refusal(response, null, query)
    const next = nextCursor(response.headers['link'])
    return { repositories: (await readJson(response, listSchema, maxListBytes)).map(summaryOf), next }
  }

  /** As it is now. Throws NOT_ON_HUB. */
  async repository(id: string, signal?: AbortSignal): Promise<ReadRepository> {
    return this.#shown(await this.#info(id, null, signal))
  }

  /** As it was at this commit: from memory where it was read before. Throws NOT_ON_HUB. */
  async repositoryAt(id: string, revision: string, signal?: AbortSignal): Promise<ReadRepository> {
    const info = this.#remembered.get(`${id} ${revision}`) ?? (await this.#info(id, revision, signal))
    return this.#shown(info)
  }

  /** Its README's first megabyte. Throws NOT_ON_HUB. */
  async readme(id: string, revision: string, signal?: AbortSignal): Promise<string> {
    const url = this.#url(checkedId(id), 'raw', revision, 'README.md')
    const response = await this.#ask('repository', url, signal)
    if (response.status !== 200) throw this.refusal(response, id, `${id}/README.md`)
    return readTextStart(response, maxReadmeBytes)
  }

  /** Where the bytes of a file are asked for. Throws NAME_UNSAFE. */
  fileUrl(id: string, revision: string, path: string): string {
    if (!repositoryPathSchema.safeParse(path).success)
      throw new FailureError({ code: 'NAME_UNSAFE', data: { name: path } })
    return this.#url(checkedId(id), 'resolve', revision, path).href
  }

  /** The page for a browser. */
  pageUrl(id: string): string {
    return this.#url(checkedId(id)).href
  }

  /**
   * What a status means that is none of success. `repository`: the one that was asked about, null for the list. The connection is closed.
   * The hub's own code, where it sends one, counts for more than the status: it answers 401 for what is not there, too.
   */
  refusal(response: GateResponse, repository: string | null, what: string): FailureError {
    response.close()
    const { status, headers } = response
    const code = headers['x-error-code'] ?? ''
    if (repository !== null && code === 'GatedRepo') {
      const data = { repository, pageUrl: this.pageUrl(repository), hasToken: this.#options.hasToken() }
      return new FailureError({ code: 'LICENCE_NEEDED', data })
    }
    if (repository !== null && (status === 404 || status === 410 || /^(?:Repo|Revision|Entry)NotFound$/.test(code)))
      return new FailureError({ code: 'NOT_ON_HUB', data: { what } })
    const retryAfterSeconds = retryAfter(headers['retry-after'])
    return new FailureError({ code: 'HOST_REFUSED', data: { host: hostOf(response.url), status, retryAfterSeconds } })
  }

  async #info(id: string, revision: string | null, signal: AbortSignal | undefined): Promise<HubInfo> {
    const url = this.#url('api', 'models', checkedId(id), ...(revision === null ? [] : ['revision', revision]))
    url.searchParams.set('blobs', 'true')
    const response = await this.#ask('repository', url, signal)
    if (response.status !== 200) throw this.refusal(response, id, id)
    const info = await readJson(response, infoSchema, maxInfoBytes)
    this.#remember(info)
    return info
  }

  #shown(info: HubInfo): ReadRepository {
    const { id, sha, siblings, gguf } = info
    const repository: HubRepository = {
      ...summaryOf(info),
      revision: sha,
      choices: choicesOf(siblings, (file) => this.#options.installed(id, file)),
      hasReadme: siblings.some(({ rfilename }) => rfilename === 'README.md'),
      pageUrl: this.pageUrl(id),
    }
    return { repository, chatTemplate: gguf?.chat_template ?? null }
  }

  #remember(info: HubInfo): void {
    const key = `${info.id} ${info.sha}`
    this.#remembered.delete(key)
    this.#remembered.set(key, info)
    const [oldest] = this.#remembered.keys()
    if (oldest !== undefined && this.#remembered.size > maxRemembered) this.#remembered.delete(oldest)
  }

  #ask(purpose: ConnectionPurpose, url: URL, signal: AbortSignal | undefined): Promise<GateResponse> {
    const headers = { accept: 'application/json, text/plain' }
    return this.#options.gate.request({ purpose, url: url.href, headers, authorized: true, ...(signal && { signal }) })
  }

  /** Of path parts that are written as they are, slashes included. */
  #url(...parts: string[]): URL {
    const path = parts.flatMap((part) => part.split('/')).map(encodeURIComponent)
    return new URL(`/${path.join('/')}`, this.#options.hub())
  }
}

/** A name that leads anywhere else is not asked for. Throws NAME_UNSAFE. */
function checkedId(id: string): string {
  if (repositoryIdSchema.safeParse(id).success) return id
  throw new FailureError({ code: 'NAME_UNSAFE', data: { name: id } })
}

/** The cursor in the address of the next page; the address itself is the host's word and is not followed. */
function nextCursor(link: string | undefined): string | null {
  const next = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1]
  const cursor = next === undefined ? null : (URL.parse(next)?.searchParams.get('cursor') ?? null)
  return cursor !== null && cursor.length <= 2000 ? cursor : null
}

/** Seconds, or a date. */
function retryAfter(header: string | undefined): number | null {
  if (header === undefined) return null
  if (/^\d{1,9}$/.test(header)) return Number(header)
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - Date.now()) / 1000))
}
