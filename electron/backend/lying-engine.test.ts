import { os } from '@orpc/server'
import { expect, test } from 'vitest'
import { serve } from '../child/serve.ts'
import { engineClient } from '../contract/engine-client.ts'
import type { ProcessEnd } from '../contract/host.ts'
import { virtualChannel } from '../contract/ipc-port.ts'
import { scriptedMeasurements, scriptedModel } from '../testing/scripted-engine.ts'
import { writeTinyModel } from '../testing/tiny-model.ts'
import type { EngineStarter, StartedEngine } from './models/engine-starter.ts'
import { backendForEachTest, endOf, leafOf } from './test-backend.ts'

const stats = { outputTokens: 1, tokensPerSecond: 50, timeToFirstTokenMs: 20, contextUsed: 13, contextSize: 2048 }
const word = { type: 'delta', kind: 'text', text: 'One, ', stats }
const end = { type: 'end', stopReason: 'end', measurements: scriptedMeasurements, canLeaveOut: false }
const ready = { type: 'ready', loaded: scriptedModel }

async function* eachOf(events: unknown[]): AsyncGenerator<unknown, void, void> {
  yield* events
}

/** Starts engines that answer what the test wants, unchecked on their side: what strangers' code in that process could say. */
class LyingEngine implements EngineStarter {
  started = 0
  readonly running = new Set<() => void>()
  /** Resolved when it is asked to write, instead of answering. */
  silence: PromiseWithResolvers<void> | null = null
  opened: () => unknown = () => null
  loading: unknown[] = [ready]
  /** Says this as it is, past the protocol; of the engine that was started last. */
  say: (frame: unknown) => void = () => undefined
  /** What is said in the answers, one after another. */
  readonly answers: unknown[][] = []

  async start(): Promise<StartedEngine> {
    const [ours, theirs] = virtualChannel()
    const ended = Promise.withResolvers<ProcessEnd>()
    const die = (): void => {
      this.running.delete(die)
      theirs.close()
      ended.resolve({ exitCode: null, signal: 'SIGKILL' })
    }
    this.started++
    this.running.add(die)
    this.say = (frame) => theirs.postMessage(frame)
    serve(this.#router(), theirs, () => undefined)
    const client = engineClient(ours, die)
    ours.start()
    return { client, ended: ended.promise, end: die }
  }

  #router() {
    return {
      open: os.handler(() => this.opened()),
      load: os.handler(() => eachOf(this.loading)),
      generate: os.handler(() => {
        if (!this.silence) return eachOf(this.answers.shift() ?? [])
        this.silence.resolve()
        return new Promise(() => undefined)
      }),
      stop: os.handler(() => undefined),
    }
  }
}

const hearth = backendForEachTest(() => new LyingEngine(), writeTinyModel)
const killed = { code: 'ENGINE_CRASHED', data: { exitCode: null, signal: 'SIGKILL' } }

/** The question is answered as if nothing had been. */
async function answersTruly(): Promise<void> {
  hearth.engine.answers.push([word, end])
  const thread = await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'Hi', settings: {} })
  expect(await endOf(hearth.client, leafOf(thread).id)).toMatchObject({
    status: 'complete',
    parts: [{ text: 'One, ' }],
  })
}

test.each([
  ['a word without numbers', { type: 'delta', kind: 'text', text: 'two' }],
  ['a word that is none', { ...word, text: { toString: 'two' } }],
  ['a part of an unknown kind', { ...word, kind: 'html' }],
  ['progress that is no number', { type: 'reading', doneTokens: '1', totalTokens: 2 }],
  ['an end for an unknown reason', { ...end, stopReason: 'bored' }],
  ['an end without a number', { ...end, measurements: { ...scriptedMeasurements, contextUsed: null } }],
  ['an unknown event', { type: 'run', command: 'two' }],
  ['nothing', null],
])(
  'an engine that says %s in an answer is ended, what was written is kept, and the next one answers',
  async (_, lie) => {
    hearth.engine.answers.push([word, lie, word, end])
    const thread = await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'Hi', settings: {} })
    const message = await endOf(hearth.client, leafOf(thread).id)
    expect(message).toMatchObject({ status: 'failed', failure: killed })
    expect(message.parts).toEqual([{ type: 'text', text: 'One, ' }])
    await answersTruly()
    expect([hearth.engine.started, hearth.engine.running.size]).toEqual([2, 1])
  },
)

test.each([
  ['that it loaded nothing', [{ type: 'ready', loaded: {} }]],
  ['progress that is no number', [{ type: 'progress', progress: 'half' }, ready]],
])('an engine that says, while loading, %s is ended, and the model is not loaded unasked again', async (_, said) => {
  hearth.engine.loading = said
  await expect(hearth.client.models.load({ modelId: 'built-in' })).rejects.toMatchObject(killed)
  expect(hearth.engine.running.size).toBe(0)
  await hearth.backend.application.preload()
  expect(hearth.engine.running.size).toBe(0)
  hearth.engine.loading = [ready]
  await answersTruly()
})

test('an engine that says graphics memory that is no number is ended', async () => {
  hearth.engine.opened = () => ({ totalBytes: '8e9', availableBytes: 1 })
  await expect(hearth.client.models.load({ modelId: 'built-in' })).rejects.toMatchObject(killed)
  hearth.engine.opened = () => null
  await answersTruly()
})

test.each([
  ['no text', new Uint8Array([255])],
  ['nothing', null],
  ['no JSON', '{"i":'],
  ['no frame', 'null'],
  ['an answer without anything', '{"i":"1"}'],
  ['an answer that is none', '{"i":"1","p":null}'],
  ['an event that is none', '{"i":"1","t":3}'],
  ['a kind of frame that there is not', '{"i":"1","t":9,"p":{}}'],
  ['a form that is none', '{"i":"1","p":{"h":{"content-type":["multipart/form-data"],"content-disposition":7}}}'],
])('an engine that says %s past the protocol is ended, and the next one answers', async (_, frame) => {
  const asked = (hearth.engine.silence = Promise.withResolvers<void>())
  const thread = await hearth.client.chat.send({ conversationId: null, parentId: null, text: 'Hi', settings: {} })
  await asked.promise
  hearth.engine.say(frame)
  expect(await endOf(hearth.client, leafOf(thread).id)).toMatchObject({ status: 'failed', failure: killed })
  hearth.engine.silence = null
  await answersTruly()
  expect([hearth.engine.started, hearth.engine.running.size]).toEqual([2, 1])
})
