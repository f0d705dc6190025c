import { expect, test } from 'vitest'
import { textOf, type Message } from '../../contract/message.ts'
import { ScriptedEngine, scriptedMeasurements } from '../../testing/scripted-engine.ts'
import { writeTinyModel } from '../../testing/tiny-model.ts'
import { backendForEachTest, endOf, leafOf } from '../test-backend.ts'

const hearth = backendForEachTest(() => new ScriptedEngine(), writeTinyModel)

const { droppedTurns: droppedMessages, ...measured } = scriptedMeasurements
const measurements = { ...measured, droppedMessages }

/** Sends a question and has it answered. */
async function ask(
  text: string,
  answer: string,
  from: { conversationId: string; parentId: string } | null = null,
): Promise<Message> {
  const thread = await hearth.client.chat.send({ conversationId: null, parentId: null, ...from, text, settings: {} })
  const generation = await hearth.engine.nextGeneration()
  if (answer !== '') generation.write(answer)
  generation.end()
  return endOf(hearth.client, leafOf(thread).id)
}

test('a question is stored and answered, with the numbers of the answer', async () => {
  const thread = await hearth.client.chat.send({
    conversationId: null,
    parentId: null,
    text: '# What is **Hearth**?',
    settings: { sampling: { topK: 7 } },
  })
  const [question, answer] = thread.messages
  expect(thread.conversation).toMatchObject({ title: 'What is Hearth?', generating: true, sampling: { topK: 7 } })
  expect(question).toMatchObject({
    role: 'user',
    status: 'complete',
    parentId: null,
    parts: [{ text: '# What is **Hearth**?' }],
  })
  expect(answer).toMatchObject({ role: 'assistant', status: 'streaming', parentId: question?.id, parts: [] })

  const generation = await hearth.engine.nextGeneration()
  expect(generation.input).toMatchObject({
    turns: [
      { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] },
      { role: 'user', parts: [{ type: 'text', text: '# What is **Hearth**?' }] },
    ],
    sampling: { temperature: 0, topK: 7, topP: 0.95 },
    whenFull: 'drop-oldest',
  })
  generation.write('Hm.', 'reasoning')
  generation.write('A place ')
  generation.write('for a fire.')
  generation.end()
  const ended = await endOf(hearth.client, leafOf(thread).id)
  expect(ended).toMatchObject({
    status: 'complete',
    parts: [
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: 'A place for a fire.' },
    ],
    run: {
      modelId: 'built-in',
      modelName: 'Tiny',
      stopReason: 'end',
      measurements,
      systemPrompt: 'Be brief.',
    },
  })
  const stored = await hearth.client.conversations.open({ conversationId: ended.conversationId })
  expect(leafOf(stored)).toEqual(ended)
  expect(stored.conversation.generating).toBe(false)
})

test('the next question follows, with all that was said before', async () => {
  const first = await ask('One?', 'One.')
  await ask('Two?', 'Two.', { conversationId: first.conversationId, parentId: first.id })
  await hearth.client.chat.send({
    conversationId: first.conversationId,
    parentId: first.id,
    text: 'Three?',
    settings: {},
  })
  const { turns } = (await hearth.engine.nextGeneration()).input
  expect(turns.slice(1).map(({ role, parts }) => `${role}: ${textOf(parts)}`)).toEqual([
    'user: One?',
    'assistant: One.',
    'user: Three?',
  ])
})

test('editing and regenerating add siblings, and each branch is shown again as it was left', async () => {
  const answer = await ask('One?', 'One.')
  const { conversationId } = answer
  const opened = await hearth.client.conversations.open({ conversationId })
  const question = opened.messages[0]
  await ask('Two?', 'Two.', { conversationId, parentId: answer.id })

  const edited = await hearth.client.chat.edit({ messageId: question?.id ?? '', text: 'Un?' })
  ;(await hearth.engine.nextGeneration()).end()
  await endOf(hearth.client, leafOf(edited).id)
  expect(edited.messages.map(({ parts }) => textOf(parts))).toEqual(['Un?', ''])
  expect(edited.messages[0]?.siblingIds).toEqual([question?.id, edited.messages[0]?.id])

  const again = await hearth.client.chat.regenerate({ messageId: leafOf(edited).id })
  ;(await hearth.engine.nextGeneration()).end()
  await endOf(hearth.client, leafOf(again).id)
  expect(leafOf(again).siblingIds).toEqual([leafOf(edited).id, leafOf(again).id])

  const back = await hearth.client.conversations.showBranch({ messageId: question?.id ?? '' })
  expect(back.messages.map(({ parts }) => textOf(parts))).toEqual(['One?', 'One.', 'Two?', 'Two.'])
  const forth = await hearth.client.conversations.showBranch({ messageId: edited.messages[0]?.id ?? '' })
  expect(leafOf(forth).id).toBe(leafOf(again).id)
  expect(await hearth.client.conversations.open({ conversationId })).toEqual(forth)
})

test('stopping keeps what was written, at once, and it can be continued in place', async () => {
  const thread = await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'Count.', settings: {} })
  const { id: messageId } = leafOf(thread)
  const generation = await hearth.engine.nextGeneration()
  const ending = endOf(hearth.client, messageId)
  generation.write('One, two')
  await hearth.client.chat.stop({ messageId })
  const stopped = await ending
  expect(stopped).toMatchObject({
    status: 'stopped',
    run: { stopReason: 'stopped', measurements },
  })
  expect(textOf(stopped.parts)).toBe('One, two')
  await hearth.client.chat.stop({ messageId })

  const continued = await hearth.client.chat.continue({ messageId })
  expect(leafOf(continued)).toMatchObject({ id: messageId, status: 'streaming', siblingIds: [messageId] })
  const rest = await hearth.engine.nextGeneration()
  expect(rest.input.turns.at(-1)).toMatchObject({ role: 'assistant', parts: [{ type: 'text', text: 'One, two' }] })
  rest.write(', three.')
  rest.end()
  const whole = await endOf(hearth.client, messageId)
  expect(whole).toMatchObject({ status: 'complete', parts: [{ type: 'text', text: 'One, two, three.' }] })
  await expect(hearth.client.chat.continue({ messageId })).rejects.toMatchObject({
    code: 'MESSAGE_NOT_SUITABLE',
    data: { reason: 'complete' },
  })
})

test('the numbers of an answer that was continued are those of all of it, also while it goes on', async () => {
  const thread = await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'Count.', settings: {} })
  const { id: messageId } = leafOf(thread)
  const generation = await hearth.engine.nextGeneration()
  generation.write('One')
  generation.end('max-tokens', { outputTokens: 11, tokensPerSecond: 10, timeToFirstTokenMs: 20, durationMs: 1100 })
  await endOf(hearth.client, messageId)

  await hearth.client.chat.continue({ messageId })
  const rest = await hearth.engine.nextGeneration()
  const watch = await hearth.client.chat.attach({ messageId })
  rest.write(', two')
  for await (const event of watch) {
    if (event.type !== 'delta') continue
    expect(event.stats).toMatchObject({ outputTokens: 12, tokensPerSecond: 10, timeToFirstTokenMs: 20 })
    break
  }
  const second = { promptTokens: 26, outputTokens: 31, tokensPerSecond: 60, timeToFirstTokenMs: 500, durationMs: 600 }
  rest.end('end', { ...second, contextUsed: 57 })
  const whole = await endOf(hearth.client, messageId)
  expect(whole.run?.measurements).toMatchObject({
    promptTokens: 26,
    outputTokens: 42,
    timeToFirstTokenMs: 20,
    durationMs: 1700,
    contextUsed: 57,
  })
  // 10 tokens in 1 s and 30 in 0.5 s: a run's first one only begins its time.
  expect(whole.run?.measurements?.tokensPerSecond).toBeCloseTo(40 / 1.5)
  expect(leafOf(await hearth.client.conversations.open({ conversationId: whole.conversationId }))).toEqual(whole)
})

test('what was left out is told in messages, also where several were one turn or none', async () => {
  const silent = await ask('One?', '')
  const { conversationId } = silent
  const second = await ask('Two?', 'Two.', { conversationId, parentId: silent.id })
  const third = await hearth.client.chat.send({ conversationId, parentId: second.id, text: 'Three?', settings: {} })
  const generation = await hearth.engine.nextGeneration()
  expect(generation.input.turns.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
  generation.end('end', { droppedTurns: 2 })
  const { run } = await endOf(hearth.client, leafOf(third).id)
  expect(third.messages.findIndex(({ parts }) => textOf(parts) === 'Three?')).toBe(4)
  expect(run?.measurements?.droppedMessages).toBe(4)
})

test('an answer cut at its maximum length is complete and can be continued', async () => {
  const thread = await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'Count.', settings: {} })
  const generation = await hearth.engine.nextGeneration()
  generation.write('One')
  generation.end('max-tokens')
  expect(await endOf(hearth.client, leafOf(thread).id)).toMatchObject({
    status: 'complete',
    run: { stopReason: 'max-tokens' },
  })
  await hearth.client.chat.continue({ messageId: leafOf(thread).id })
  expect((await hearth.engine.nextGeneration()).input.turns).toHaveLength(3)
})

test('a full context is a failure that says so, and keeps the text', async () => {
  const thread = await hearth.client.chat.send({
    conversationId: null,
    parentId: null,
    text: 'Count.',
    settings: { whenFull: 'ask' },
  })
  const generation = await hearth.engine.nextGeneration()
  expect(generation.input.whenFull).toBe('ask')
  generation.write('One')
  generation.end('context-full')
  expect(await endOf(hearth.client, leafOf(thread).id)).toMatchObject({
    status: 'failed',
    failure: { code: 'CONTEXT_FULL', data: { usedTokens: 15, contextSize: 2048, canLeaveOut: false } },
    parts: [{ text: 'One' }],
  })
})

test('two conversations are answered one after the other, and one that waits can be stopped', async () => {
  const [first, second, third] = await Promise.all(
    ['A?', 'B?', 'C?'].map((text) =>
      hearth.client.chat.send({ conversationId: null, parentId: null, text, settings: {} }),
    ),
  )
  if (!first || !second || !third) throw new Error('not sent')
  const running = await hearth.engine.nextGeneration()
  const queued = await hearth.client.chat.attach({ messageId: leafOf(second).id })
  expect((await queued.next()).value).toMatchObject({ type: 'snapshot', phase: { name: 'queued' } })
  await hearth.client.chat.stop({ messageId: leafOf(second).id })
  expect(await endOf(hearth.client, leafOf(second).id)).toMatchObject({ status: 'stopped', parts: [] })
  running.end()
  const last = await hearth.engine.nextGeneration()
  expect(textOf(last.input.turns.at(-1)?.parts ?? [])).toBe('C?')
  last.end()
  expect(await endOf(hearth.client, leafOf(third).id)).toMatchObject({ status: 'complete' })
})

test('what does not fit a message is refused with the reason, and nothing is stored', async () => {
  const answer = await ask('One?', 'One.')
  const { conversationId } = answer
  const thread = await hearth.client.conversations.open({ conversationId })
  const question = thread.messages[0]?.id ?? ''
  const refused = (reason: string) => ({ code: 'MESSAGE_NOT_SUITABLE', data: { reason } })
  await expect(hearth.client.chat.edit({ messageId: answer.id, text: 'x' })).rejects.toMatchObject(refused('not-user'))
  await expect(hearth.client.chat.regenerate({ messageId: question })).rejects.toMatchObject(refused('not-assistant'))
  await expect(hearth.client.chat.continue({ messageId: question })).rejects.toMatchObject(refused('not-assistant'))
  const send = (parentId: string | null, to: string | null) =>
    hearth.client.chat.send({ conversationId: to, parentId, text: 'x', settings: {} })
  await expect(send(question, conversationId)).rejects.toMatchObject(refused('not-assistant'))
  await expect(send(answer.id, null)).rejects.toMatchObject({ code: 'MESSAGE_UNKNOWN' })
  await expect(send(null, 'none')).rejects.toMatchObject({ code: 'CONVERSATION_UNKNOWN' })
  await expect(send(null, conversationId)).rejects.toMatchObject(refused('not-first'))
  await expect(hearth.client.chat.attach({ messageId: 'none' })).rejects.toMatchObject({ code: 'MESSAGE_UNKNOWN' })
  expect(await hearth.client.conversations.open({ conversationId })).toEqual(thread)
  expect(await hearth.client.conversations.list()).toHaveLength(1)

  await hearth.client.chat.regenerate({ messageId: answer.id })
  const running = leafOf(await hearth.client.conversations.open({ conversationId })).id
  await expect(hearth.client.chat.regenerate({ messageId: running })).rejects.toMatchObject(refused('running'))
  await expect(send(running, conversationId)).rejects.toMatchObject(refused('running'))
})
