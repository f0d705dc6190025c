import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { failureData, failureSchema, type Failure, type FailureCode } from '@contract/failure.ts'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { failureSentence } from './failure-text.ts'

const path = '/models/some model.gguf'
const host = 'hub.example'
const corruptReasons = failureData.MODEL_FILE_CORRUPT.shape.reason.options
const unsuitableReasons = failureData.MESSAGE_NOT_SUITABLE.shape.reason.options

/** One of each kind, and of each reason where there are several. */
const examples: { [C in FailureCode]: Extract<Failure, { code: C }>['data'][] } = {
  MODEL_FILE_MISSING: [{ path }],
  MODEL_FILE_CORRUPT: corruptReasons.map((reason) => ({ path, reason, detail: '' })),
  MODEL_PARTS_MISSING: [{ path: '/models/Big-00001-of-00009.gguf', missing: [2, 3, 4, 7], total: 9 }],
  MODEL_NOT_FOR_CHAT: failureData.MODEL_NOT_FOR_CHAT.shape.kind.options.map((kind) => ({ path, kind })),
  MODEL_LOAD_FAILED: [{ path, detail: 'unknown architecture' }],
  MODEL_TOO_LARGE: [{ path, neededBytes: 44_800_000_000, availableBytes: 11_000_000_000 }],
  MODEL_UNKNOWN: [{ modelId: 'm' }],
  MODEL_LOAD_CANCELLED: [{ modelId: 'm' }],
  ENGINE_CRASHED: [{ signal: 'SIGSEGV', exitCode: null }],
  ENGINE_UNSTABLE: [{ crashes: 3, signal: null, exitCode: 1 }],
  CONTEXT_TOO_SMALL: [{ neededTokens: 9000, contextSize: 8192 }],
  CONTEXT_FULL: [{ usedTokens: 8001, contextSize: 8192, canLeaveOut: true }],
  CHAT_TEMPLATE_FAILED: [{ detail: '' }],
  CONVERSATION_UNKNOWN: [{ conversationId: 'c' }],
  MESSAGE_UNKNOWN: [{ messageId: 'm' }],
  MESSAGE_NOT_SUITABLE: unsuitableReasons.map((reason) => ({ messageId: 'm', reason })),
  MODEL_IN_USE: [{ modelId: 'm' }],
  MODEL_NOT_OURS: [{ modelId: 'm' }],
  TRASH_FAILED: [{ path, detail: '' }],
  FILE_EXISTS: [{ path }],
  FILE_FAILED: [{ path, detail: 'EACCES' }],
  MODELS_FOLDER_MISSING: [{ path: '/media/ada/Disk/models' }],
  FILE_SWAPPED: [{ path: '/m.gguf' }],
  NAME_UNSAFE: [{ name: '../a.gguf' }],
  OFFLINE: [{}],
  CONNECTION_FAILED: [{ host, detail: 'ECONNRESET' }],
  CONNECTION_STALLED: [{ host, seconds: 15 }],
  HOST_NOT_ALLOWED: [{ host }],
  PROXY_UNUSABLE: [{ variable: 'ALL_PROXY' }],
  HOST_REFUSED: [404, 429, 401, 503].map((status) => ({ host, status, retryAfterSeconds: null })),
  HOST_ANSWER_UNREADABLE: [{ host, detail: '' }],
  LICENCE_NEEDED: [{ repository: 'a/b', pageUrl: 'https://hub.example/a/b', hasToken: false }],
  NOT_ON_HUB: [{ what: 'a/b' }],
  DISK_FULL: [{ path, missingBytes: 3_200_000_000 }],
  NO_ROOM_TO_COPY: [{ path, missingBytes: 3_200_000_000 }],
  FILE_REMOVED: [{ path: '/models/maker__model/model.gguf.part' }],
  FILE_CHANGED: [{ file: 'a.gguf' }],
  CHECKSUM_WRONG: [{ file: 'a.gguf' }],
  DOWNLOAD_LOCKED: [{ path }],
  DOWNLOAD_UNKNOWN: [{ downloadId: 'd' }],
  SECRET_UNAVAILABLE: [{ detail: '' }],
  STORAGE_FAILED: [{ detail: 'ENOSPC' }],
  INTERNAL: [{ detail: 'the detail' }],
}
const failures = Object.entries(examples).flatMap(([code, data]) =>
  data.map((each) => ({
    name: `${code} ${'reason' in each ? each.reason : 'kind' in each ? each.kind : 'status' in each ? each.status : ''}`.trim(),
    failure: failureSchema.parse({ code, data: each }),
  })),
)

beforeAll(() => {
  openNodePage()
})

describe.each(['en', 'zh-CN'])('in %s', (language) => {
  it.each(failures)('$name is said in whole sentences', ({ failure }) => {
    const { title, kept, next } = failureSentence(i18next.getFixedT(language, 'failures'), failure)
    for (const sentence of [title, kept, next].filter((text) => text !== undefined)) {
      expect(sentence).not.toMatch(/\{\{|\}\}|undefined|NaN/)
      expect(sentence).not.toContain(failure.code)
      expect(sentence).toMatch(/[.。]$|the detail$/)
    }
  })

  it('every reason has a sentence of its own', () => {
    const t = i18next.getFixedT(language, 'failures')
    const titles = failures.map(({ failure }) => failureSentence(t, failure).title)
    expect(new Set(titles).size).toBe(titles.length)
  })
})

describe('what a sentence tells', () => {
  it('is the next step that there is: a token or a wait', () => {
    const t = i18next.getFixedT('en', 'failures')
    const nextOf = (failure: Failure): string | undefined => failureSentence(t, failure).next
    const refused = (status: number, retryAfterSeconds: number | null): Failure => ({
      code: 'HOST_REFUSED',
      data: { host, status, retryAfterSeconds },
    })
    expect(nextOf(refused(401, null))).toContain('token')
    expect(nextOf(refused(429, 90))).toBe('Try again in 90 seconds.')
    expect(nextOf(refused(503, null))).toBe('Try again later.')
    const licence = (hasToken: boolean): Failure => ({
      code: 'LICENCE_NEEDED',
      data: { repository: 'a/b', pageUrl: 'https://hub.example/a/b', hasToken },
    })
    expect(nextOf(licence(false))).toContain('store an access token')
    expect(nextOf(licence(true))).toContain('account of the stored token')
  })

  it('is the name of the file, not where it is, on every system', () => {
    const t = i18next.getFixedT('en', 'failures')
    const windows = { code: 'MODEL_FILE_MISSING', data: { path: 'C:\\models\\a.gguf' } } as const
    expect(failureSentence(t, windows).title).toBe('a.gguf is not where it was.')
    expect(failureSentence(t, { code: 'MODEL_FILE_MISSING', data: { path } }).title).toContain('some model.gguf')
  })

  it('is not a checksum that a file is called by', () => {
    const t = i18next.getFixedT('en', 'failures')
    const blob = `/home/ada/.ollama/models/blobs/sha256-${'a'.repeat(64)}`
    const missing = { code: 'MODEL_FILE_MISSING', data: { path: blob } } as const
    expect(failureSentence(t, missing).title).toBe('This model’s file is not where it was.')
  })

  it('is which parts of a model are missing', () => {
    const title = (missing: number[], language = 'en') =>
      failureSentence(i18next.getFixedT(language, 'failures'), {
        code: 'MODEL_PARTS_MISSING',
        data: { path: '/models/Big-00001-of-00009.gguf', missing, total: 9 },
      }).title
    expect(title([2, 3, 4, 7])).toBe('Big is split into 9 files, and parts 2–4, 7 are missing.')
    expect(title([1])).toBe('Big is split into 9 files, and part 1 is missing.')
    expect(title([2, 3, 9], 'zh-CN')).toBe('Big 分为 9 个文件，缺少第 2–3、9 个。')
  })

  it('counts crashes only where there were several', () => {
    const t = i18next.getFixedT('en', 'failures')
    const title = (crashes: number) =>
      failureSentence(t, { code: 'ENGINE_UNSTABLE', data: { crashes, signal: null, exitCode: 1 } }).title
    expect(title(1)).toMatch(/^The engine stopped unexpectedly with/)
    expect(title(3)).toContain(' 3 times ')
  })

  it('names a folder so that it can be found, a long one without its middle', () => {
    const t = i18next.getFixedT('en', 'failures')
    const title = (folder: string) =>
      failureSentence(t, { code: 'MODELS_FOLDER_MISSING', data: { path: folder } }).title
    expect(title('/media/ada/Disk/models')).toBe('The models folder /media/ada/Disk/models is not there.')
    expect(title(`/media/ada/Disk/${'deep/'.repeat(20)}models`)).toBe(
      'The models folder /media/ada/Disk/deep/dee…deep/deep/deep/deep/deep/deep/models is not there.',
    )
  })

  it('is numbers in the units of people', () => {
    const failure = failureSchema.parse({ code: 'MODEL_TOO_LARGE', data: examples.MODEL_TOO_LARGE[0] })
    const title = failureSentence(i18next.getFixedT('en', 'failures'), failure).title.replaceAll('\u00a0', ' ')
    expect(title).toBe('some model.gguf needs 44.8 GB of memory and 11 GB are free.')
    const full = { code: 'CONTEXT_FULL', data: { usedTokens: 8001, contextSize: 8192, canLeaveOut: true } } as const
    expect(failureSentence(i18next.getFixedT('en', 'failures'), full).title).toContain('8,192 tokens')
  })
})
