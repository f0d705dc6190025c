import { expect, test } from 'vitest'
import type { Message } from '@contract/message.ts'
import { scriptedMeasurements, scriptedMessage } from '@renderer/testing/scripted-data.ts'
import { answerNote, droppedMessages, offersRetry, retryOf, siblingsOf } from './message-actions.ts'

function answer(facts: Partial<Message> = {}): Message {
  return scriptedMessage({
    id: 'b',
    conversationId: 'c',
    role: 'assistant',
    parts: [{ type: 'text', text: 'Some text' }],
    ...facts,
  })
}

const failed = (failure: Message['failure']): Message => answer({ status: 'failed', failure })

test('what simply ended or is being written needs no word', () => {
  expect(answerNote(answer(), true)).toBeNull()
  expect(answerNote(answer({ status: 'streaming' }), true)).toBeNull()
})

test.for(['stopped', 'interrupted'] as const)(
  'what was %s can be continued where it is the last and has text',
  (status) => {
    expect(answerNote(answer({ status }), true)).toEqual({ kind: status, canContinue: true, isEmpty: false })
    expect(answerNote(answer({ status }), false)).toMatchObject({ canContinue: false })
    expect(answerNote(answer({ status, parts: [] }), true)).toMatchObject({ canContinue: false, isEmpty: true })
  },
)

test('what was cut at its maximum length can be continued', () => {
  const { run } = answer()
  const cut = answer({ run: run && { ...run, stopReason: 'max-tokens' } })
  expect(answerNote(cut, true)).toMatchObject({ kind: 'cut', canContinue: true })
})

test('failures know what helps besides trying again', () => {
  const remedy = (failure: Message['failure']) => {
    const note = answerNote(failed(failure), true)
    return note?.kind === 'failed' ? note.remedy : undefined
  }
  expect(remedy({ code: 'MODEL_FILE_MISSING', data: { path: '/m.gguf' } })).toBe('another-model')
  const large = { path: '/m.gguf', neededBytes: 2, availableBytes: 1 }
  expect(remedy({ code: 'MODEL_TOO_LARGE', data: large })).toBe('less-memory')
  expect(remedy({ code: 'CHAT_TEMPLATE_FAILED', data: { detail: '' } })).toBe('standard-format')
  expect(remedy({ code: 'CONTEXT_FULL', data: { usedTokens: 1, contextSize: 1, canLeaveOut: true } })).toBe(
    'more-context',
  )
  expect(remedy({ code: 'ENGINE_CRASHED', data: { signal: 'SIGKILL', exitCode: null } })).toBeNull()
})

test('a failed answer is continued where it has text, else written anew', () => {
  expect(retryOf(answer())).toBe('continue')
  expect(retryOf(answer({ parts: [] }))).toBe('tryAgain')
  expect(retryOf(answer({ parts: [{ type: 'reasoning', text: 'Let me see', durationMs: 5 }] }))).toBe('tryAgain')
})

test('what has no text is tried again by a button in words, what has some is continued', () => {
  for (const status of ['stopped', 'interrupted'] as const) {
    expect(offersRetry(answer({ status, parts: [] }), true)).toBe(true)
    expect(offersRetry(answer({ status, parts: [] }), false)).toBe(false)
    expect(offersRetry(answer({ status }), true)).toBe(false)
  }
  const crashed = failed({ code: 'ENGINE_CRASHED', data: { signal: 'SIGKILL', exitCode: null } })
  expect(offersRetry(crashed, true)).toBe(false)
  expect(offersRetry({ ...crashed, parts: [] }, true)).toBe(true)
  expect(offersRetry(answer({ parts: [] }), true)).toBe(false)
})

test('siblings are found on both sides', () => {
  const siblingIds = ['a', 'b', 'c']
  expect(siblingsOf(answer({ siblingIds }))).toEqual({ position: 2, total: 3, previousId: 'a', nextId: 'c' })
  expect(siblingsOf(answer({ id: 'a', siblingIds }))).toMatchObject({ position: 1, previousId: null, nextId: 'b' })
  expect(siblingsOf(answer())).toBeNull()
})

test('the last answer with numbers says how much was left out', () => {
  const { run } = answer()
  const dropping = answer({ run: run && { ...run, measurements: { ...scriptedMeasurements(1), droppedMessages: 4 } } })
  const running = answer({ run: run && { ...run, measurements: null } })
  expect(droppedMessages([answer(), dropping, running])).toBe(4)
  expect(droppedMessages([])).toBe(0)
})
