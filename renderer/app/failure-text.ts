import type { Failure, FailureCode } from '@contract/failure.ts'
import { splitName } from '@contract/split-name.ts'
import type { TFunction } from 'i18next'
import { fileName, shortPath } from './text/file-name.ts'

/** A failure in words: what happened, what was kept, what to do. */
export interface FailureSentence {
  title: string
  kept?: string
  next?: string
}

type FailureText = TFunction<'failures'>
type DataOf<C extends FailureCode> = Extract<Failure, { code: C }>['data']
type Sentences = { [C in FailureCode]: (t: FailureText, data: DataOf<C>) => FailureSentence }

/** How Ollama and the Hugging Face cache call a file: by its checksum. */
const checksumName = /^(sha256-)?[0-9a-f]{40,64}$/i

/** A model's file by its name, if that says anything. */
function modelFile(t: FailureText, path: string): string {
  const name = fileName(path)
  return checksumName.test(name) ? t('namelessFile') : name
}

/** Ascending numbers, those that follow one another taken together: 2–4 and 7. */
function inRanges(numbers: readonly number[]): string[] {
  const starts = numbers.filter((number) => !numbers.includes(number - 1))
  const ends = numbers.filter((number) => !numbers.includes(number + 1))
  return starts.map((start, index) => (ends[index] === start ? `${start}` : `${start}–${ends[index]}`))
}

/** What a host means by its error: HTTP has a number for each. */
function refusalOf(status: number): 'title' | 'tooMany' | 'token' | 'broken' {
  if (status === 429) return 'tooMany'
  if (status === 401 || status === 403) return 'token'
  return status >= 500 ? 'broken' : 'title'
}

const sentences: Sentences = {
  MODEL_FILE_MISSING: (t, { path }) => ({
    title: t('MODEL_FILE_MISSING.title', { file: modelFile(t, path) }),
    kept: t('MODEL_FILE_MISSING.kept'),
    next: t('MODEL_FILE_MISSING.next'),
  }),
  MODEL_FILE_CORRUPT: (t, { path, reason }) => ({
    title: t(`MODEL_FILE_CORRUPT.${reason}`, { file: modelFile(t, path) }),
    kept: t('MODEL_FILE_CORRUPT.kept'),
    next: t('MODEL_FILE_CORRUPT.next'),
  }),
  MODEL_PARTS_MISSING: (t, { path, missing, total }) => ({
    title: t('MODEL_PARTS_MISSING.title', {
      name: fileName(path).replace(splitName, '$1'),
      count: missing.length,
      parts: inRanges(missing),
      total,
    }),
    kept: t('MODEL_PARTS_MISSING.kept'),
    next: t('MODEL_PARTS_MISSING.next'),
  }),
  MODEL_NOT_FOR_CHAT: (t, { path, kind }) => ({
    title: t(`MODEL_NOT_FOR_CHAT.${kind}`, { file: modelFile(t, path) }),
    next: t('MODEL_NOT_FOR_CHAT.next'),
  }),
  MODEL_LOAD_FAILED: (t, { path }) => ({
    title: t('MODEL_LOAD_FAILED.title', { file: modelFile(t, path) }),
    kept: t('MODEL_LOAD_FAILED.kept'),
    next: t('MODEL_LOAD_FAILED.next'),
  }),
  MODEL_TOO_LARGE: (t, { path, neededBytes, availableBytes }) => ({
    title: t('MODEL_TOO_LARGE.title', { file: modelFile(t, path), needed: neededBytes, available: availableBytes }),
    kept: t('MODEL_TOO_LARGE.kept'),
    next: t('MODEL_TOO_LARGE.next'),
  }),
  MODEL_UNKNOWN: (t) => ({
    title: t('MODEL_UNKNOWN.title'),
    kept: t('MODEL_UNKNOWN.kept'),
    next: t('MODEL_UNKNOWN.next'),
  }),
  MODEL_LOAD_CANCELLED: (t) => ({ title: t('MODEL_LOAD_CANCELLED.title'), next: t('MODEL_LOAD_CANCELLED.next') }),
  ENGINE_CRASHED: (t) => ({
    title: t('ENGINE_CRASHED.title'),
    kept: t('ENGINE_CRASHED.kept'),
    next: t('ENGINE_CRASHED.next'),
  }),
  ENGINE_UNSTABLE: (t, { crashes }) => ({
    title: t('ENGINE_UNSTABLE.title', { count: crashes, crashes }),
    kept: t('ENGINE_UNSTABLE.kept'),
    next: t('ENGINE_UNSTABLE.next'),
  }),
  CONTEXT_TOO_SMALL: (t, { neededTokens, contextSize }) => ({
    title: t('CONTEXT_TOO_SMALL.title', { needed: neededTokens, size: contextSize }),
    kept: t('CONTEXT_TOO_SMALL.kept'),
    next: t('CONTEXT_TOO_SMALL.next'),
  }),
  CONTEXT_FULL: (t, { usedTokens, contextSize }) => ({
    title: t('CONTEXT_FULL.title', { used: usedTokens, size: contextSize }),
    kept: t('CONTEXT_FULL.kept'),
    next: t('CONTEXT_FULL.next'),
  }),
  CHAT_TEMPLATE_FAILED: (t) => ({
    title: t('CHAT_TEMPLATE_FAILED.title'),
    kept: t('CHAT_TEMPLATE_FAILED.kept'),
    next: t('CHAT_TEMPLATE_FAILED.next'),
  }),
  CONVERSATION_UNKNOWN: (t) => ({ title: t('CONVERSATION_UNKNOWN.title'), next: t('CONVERSATION_UNKNOWN.next') }),
  MESSAGE_UNKNOWN: (t) => ({ title: t('MESSAGE_UNKNOWN.title'), next: t('MESSAGE_UNKNOWN.next') }),
  MESSAGE_NOT_SUITABLE: (t, { reason }) => ({
    title: t(`MESSAGE_NOT_SUITABLE.${reason}`),
    kept: t('MESSAGE_NOT_SUITABLE.kept'),
  }),
  MODEL_IN_USE: (t) => ({
    title: t('MODEL_IN_USE.title'),
    kept: t('MODEL_IN_USE.kept'),
    next: t('MODEL_IN_USE.next'),
  }),
  MODEL_NOT_OURS: (t) => ({
    title: t('MODEL_NOT_OURS.title'),
    kept: t('MODEL_NOT_OURS.kept'),
    next: t('MODEL_NOT_OURS.next'),
  }),
  TRASH_FAILED: (t, { path }) => ({
    title: t('TRASH_FAILED.title', { file: fileName(path) }),
    kept: t('TRASH_FAILED.kept'),
    next: t('TRASH_FAILED.next'),
  }),
  FILE_EXISTS: (t, { path }) => ({
    title: t('FILE_EXISTS.title', { file: fileName(path) }),
    kept: t('FILE_EXISTS.kept'),
    next: t('FILE_EXISTS.next'),
  }),
  FILE_FAILED: (t, { path }) => ({
    title: t('FILE_FAILED.title', { file: fileName(path) }),
    kept: t('FILE_FAILED.kept'),
    next: t('FILE_FAILED.next'),
  }),
  MODELS_FOLDER_MISSING: (t, { path }) => ({
    title: t('MODELS_FOLDER_MISSING.title', { folder: shortPath(path) }),
    kept: t('MODELS_FOLDER_MISSING.kept'),
    next: t('MODELS_FOLDER_MISSING.next'),
  }),
  FILE_SWAPPED: (t, { path }) => ({
    title: t('FILE_SWAPPED.title', { file: fileName(path) }),
    kept: t('FILE_SWAPPED.kept'),
    next: t('FILE_SWAPPED.next'),
  }),
  NAME_UNSAFE: (t, { name }) => ({
    title: t('NAME_UNSAFE.title', { name }),
    kept: t('NAME_UNSAFE.kept'),
    next: t('NAME_UNSAFE.next'),
  }),
  OFFLINE: (t) => ({
    title: t('OFFLINE.title'),
    kept: t('OFFLINE.kept'),
    next: t('OFFLINE.next'),
  }),
  CONNECTION_FAILED: (t, { host }) => ({
    title: t('CONNECTION_FAILED.title', { host }),
    kept: t('CONNECTION_FAILED.kept'),
    next: t('CONNECTION_FAILED.next'),
  }),
  CONNECTION_STALLED: (t, { host, seconds }) => ({
    title: t('CONNECTION_STALLED.title', { host, seconds }),
    kept: t('CONNECTION_STALLED.kept'),
    next: t('CONNECTION_STALLED.next'),
  }),
  HOST_NOT_ALLOWED: (t, { host }) => ({
    title: t('HOST_NOT_ALLOWED.title', { host }),
    kept: t('HOST_NOT_ALLOWED.kept'),
    next: t('HOST_NOT_ALLOWED.next'),
  }),
  PROXY_UNUSABLE: (t, { variable }) => ({
    title: t('PROXY_UNUSABLE.title', { variable }),
    kept: t('PROXY_UNUSABLE.kept'),
    next: t('PROXY_UNUSABLE.next', { variable }),
  }),
  HOST_REFUSED: (t, { host, status, retryAfterSeconds }) => ({
    title: t(`HOST_REFUSED.${refusalOf(status)}`, { host, status }),
    kept: t('HOST_REFUSED.kept'),
    next:
      refusalOf(status) === 'token'
        ? t('HOST_REFUSED.nextToken')
        : retryAfterSeconds === null
          ? t('HOST_REFUSED.next')
          : t('HOST_REFUSED.nextIn', { seconds: retryAfterSeconds }),
  }),
  HOST_ANSWER_UNREADABLE: (t, { host }) => ({
    title: t('HOST_ANSWER_UNREADABLE.title', { host }),
    kept: t('HOST_ANSWER_UNREADABLE.kept'),
    next: t('HOST_ANSWER_UNREADABLE.next'),
  }),
  LICENCE_NEEDED: (t, { repository, hasToken }) => ({
    title: t('LICENCE_NEEDED.title', { repository }),
    kept: t('LICENCE_NEEDED.kept'),
    next: hasToken ? t('LICENCE_NEEDED.nextWithToken') : t('LICENCE_NEEDED.next'),
  }),
  NOT_ON_HUB: (t, { what }) => ({
    title: t('NOT_ON_HUB.title', { what }),
    kept: t('NOT_ON_HUB.kept'),
    next: t('NOT_ON_HUB.next'),
  }),
  DISK_FULL: (t, { missingBytes }) => ({
    title: t('DISK_FULL.title', { missing: missingBytes }),
    kept: t('DISK_FULL.kept'),
    next: t('DISK_FULL.next'),
  }),
  NO_ROOM_TO_COPY: (t, { path, missingBytes }) => ({
    title: t('NO_ROOM_TO_COPY.title', { file: fileName(path), missing: missingBytes }),
    kept: t('NO_ROOM_TO_COPY.kept'),
    next: t('NO_ROOM_TO_COPY.next'),
  }),
  FILE_REMOVED: (t, { path }) => ({
    title: t('FILE_REMOVED.title', { file: fileName(path) }),
    kept: t('FILE_REMOVED.kept'),
    next: t('FILE_REMOVED.next'),
  }),
  FILE_CHANGED: (t, { file }) => ({
    title: t('FILE_CHANGED.title', { file: fileName(file) }),
    kept: t('FILE_CHANGED.kept'),
    next: t('FILE_CHANGED.next'),
  }),
  CHECKSUM_WRONG: (t, { file }) => ({
    title: t('CHECKSUM_WRONG.title', { file: fileName(file) }),
    kept: t('CHECKSUM_WRONG.kept'),
    next: t('CHECKSUM_WRONG.next'),
  }),
  DOWNLOAD_LOCKED: (t, { path }) => ({
    title: t('DOWNLOAD_LOCKED.title', { file: fileName(path) }),
    kept: t('DOWNLOAD_LOCKED.kept'),
    next: t('DOWNLOAD_LOCKED.next'),
  }),
  DOWNLOAD_UNKNOWN: (t) => ({
    title: t('DOWNLOAD_UNKNOWN.title'),
    kept: t('DOWNLOAD_UNKNOWN.kept'),
    next: t('DOWNLOAD_UNKNOWN.next'),
  }),
  SECRET_UNAVAILABLE: (t) => ({
    title: t('SECRET_UNAVAILABLE.title'),
    kept: t('SECRET_UNAVAILABLE.kept'),
    next: t('SECRET_UNAVAILABLE.next'),
  }),
  STORAGE_FAILED: (t) => ({
    title: t('STORAGE_FAILED.title'),
    kept: t('STORAGE_FAILED.kept'),
    next: t('STORAGE_FAILED.next'),
  }),
  INTERNAL: (t, { detail }) => ({
    title: t('INTERNAL.title'),
    kept: t('INTERNAL.kept'),
    next: t('INTERNAL.next', { detail }),
  }),
}

function sentenceOf<C extends FailureCode>(t: FailureText, code: C, data: DataOf<C>): FailureSentence {
  const write: Sentences[C] = sentences[code]
  return write(t, data)
}

/** Says a failure in the language of `t` (`useTranslation('failures')`). */
export function failureSentence(t: FailureText, failure: Failure): FailureSentence {
  return sentenceOf(t, failure.code, failure.data)
}
