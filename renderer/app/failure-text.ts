import type { Failure, FailureCode } from '@contract/failure.ts'
import type { TFunction } from 'i18next'

/** A failure in words: what happened, what was kept, what to do. */
export interface FailureSentence {
  title: string
  kept?: string
  next?: string
}

type FailureText = TFunction<'failures'>
type DataOf<C extends FailureCode> = Extract<Failure, { code: C }>['data']
type Sentences = { [C in FailureCode]: (t: FailureText, data: DataOf<C>) => FailureSentence }

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) || path
}

const sentences: Sentences = {
  MODEL_FILE_MISSING: (t, { path }) => ({
    title: t('MODEL_FILE_MISSING.title', { file: fileName(path) }),
    kept: t('MODEL_FILE_MISSING.kept'),
    next: t('MODEL_FILE_MISSING.next'),
  }),
  MODEL_FILE_CORRUPT: (t, { path, reason }) => ({
    title: t(`MODEL_FILE_CORRUPT.${reason}`, { file: fileName(path) }),
    kept: t('MODEL_FILE_CORRUPT.kept'),
    next: t('MODEL_FILE_CORRUPT.next'),
  }),
  MODEL_LOAD_FAILED: (t, { path }) => ({
    title: t('MODEL_LOAD_FAILED.title', { file: fileName(path) }),
    kept: t('MODEL_LOAD_FAILED.kept'),
    next: t('MODEL_LOAD_FAILED.next'),
  }),
  MODEL_TOO_LARGE: (t, { path, neededBytes, availableBytes }) => ({
    title: t('MODEL_TOO_LARGE.title', { file: fileName(path), needed: neededBytes, available: availableBytes }),
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
