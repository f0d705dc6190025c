import type { EngineGenerationEvent } from '../../contract/engine.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Measurements, Message, StopReason } from '../../contract/message.ts'
import { failureOfEngine, type LoadedEngine } from '../models/loader.ts'
import { ofWholeAnswer } from '../store/whole-answer.ts'
import type { Patience } from './generations.ts'
import type { LiveAnswer } from './live-answer.ts'
import type { Plan } from './plan.ts'
import { messagesIn, turnsOf } from './turns.ts'

/** How writing an answer ended. */
export interface Outcome {
  status: 'complete' | 'stopped' | 'interrupted' | 'failed'
  failure: Failure | null
  stopReason: StopReason | null
  measurements: Measurements | null
}

/** An outcome of which no numbers are known. */
export function outcomeOf(status: Outcome['status'], failure: Failure | null = null): Outcome {
  return { status, failure, stopReason: status === 'stopped' ? 'stopped' : null, measurements: null }
}

/** One call of the engine. */
export interface Writing {
  engine: LoadedEngine
  answer: LiveAnswer
  plan: Plan
  /** The messages up to the one that is written. */
  path: readonly Message[]
  /** The numbers of the runs that wrote to it before. */
  earlier: readonly Measurements[]
  /** Aborted when the answer is to end at once. */
  stop: AbortSignal
  patience: Pick<Patience, 'stopMs' | 'hangMs' | 'silenceMs'>
  now: () => number
}

/** Has the engine write the answer. Never throws: a failure is an outcome too. */
export async function writeAnswer(writing: Writing): Promise<Outcome> {
  const { engine, answer, plan, path, earlier, stop } = writing
  const generationId = crypto.randomUUID()
  if (stop.aborted) return outcomeOf('stopped')
  const watch = new HangWatch(writing, generationId)
  try {
    const { sampling, whenFull } = plan
    const request = { generationId, turns: turnsOf(path, plan.systemPrompt), sampling, whenFull }
    for await (const event of await engine.client.generate(request, { signal: engine.gone })) {
      watch.heard()
      if (event.type === 'reading')
        answer.setPhase({ name: 'reading', doneTokens: event.doneTokens, totalTokens: event.totalTokens })
      else if (event.type === 'delta') answer.append(event.kind, event.text, ofWholeAnswer(earlier, event.stats))
      else return outcomeOfEnd(event, path)
    }
    throw new Error('the engine ended its answer without a word')
  } catch (error) {
    const failure = await failureOfEngine(engine, error)
    return watch.hasEnded ? outcomeOf('stopped') : outcomeOf('failed', failure)
  } finally {
    watch.close()
  }
}

/**
 * Tells the engine to end the answer when a stop says so, and ends an engine that does not listen.
 *
 * Slow is not hung. llama.cpp computes in a thread of its own, so that an engine which takes seconds for a batch still ends its answer within
 * milliseconds of the stop. What keeps it from listening is what runs in its own thread: before its first event it renders the chat
 * template, which has five seconds (`engine/time-limit.ts`), and makes tokens of the whole conversation, so it has `hangMs` until then. From
 * its first event on, progress of the reading or a word, all of that is behind it, and one from which nothing at all came within
 * `stopMs` hangs: it is ended before the next answer waits for it. What it had read costs time again, what it had written is kept.
 *
 * Not seen by this is one that listens and whose computing never ends, as by a driver that hangs: its answer ends, and the next one
 * waits behind it, in silence. Whoever stops that one, after `silenceMs`, means the engine.
 */
class HangWatch {
  readonly #writing: Writing
  readonly #generationId: string
  #heardAt: number
  #hasBegun = false
  #hasListened = false
  #hasEnded = false
  #timers: NodeJS.Timeout[] = []

  constructor(writing: Writing, generationId: string) {
    this.#writing = writing
    this.#generationId = generationId
    this.#heardAt = writing.now()
    writing.stop.addEventListener('abort', this.#stop)
  }

  /** The engine was ended, because it did not stop. */
  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** The engine has sent something of the answer. */
  heard(): void {
    this.#heardAt = this.#writing.now()
    this.#hasBegun = true
    this.#hasListened = this.#writing.stop.aborted
  }

  close(): void {
    this.#writing.stop.removeEventListener('abort', this.#stop)
    for (const timer of this.#timers) clearTimeout(timer)
  }

  readonly #stop = (): void => {
    const { engine, now, patience } = this.#writing
    if (now() - this.#heardAt >= patience.silenceMs) return this.#end()
    const listened = (): void => void (this.#hasListened = true)
    engine.client.stop({ generationId: this.#generationId }, { signal: engine.gone }).then(listened, () => undefined)
    this.#timers = [
      setTimeout(() => {
        if (this.#hasBegun && !this.#hasListened) this.#end()
      }, patience.stopMs),
      setTimeout(() => this.#end(), patience.hangMs),
    ]
  }

  #end(): void {
    this.#hasEnded = true
    this.#writing.engine.end()
  }
}

type EndEvent = Extract<EngineGenerationEvent, { type: 'end' }>

function outcomeOfEnd(end: EndEvent, path: readonly Message[]): Outcome {
  const { stopReason, canLeaveOut } = end
  const { droppedTurns, ...rest } = end.measurements
  const measurements: Measurements = { ...rest, droppedMessages: messagesIn(path, droppedTurns) }
  switch (stopReason) {
    case 'end':
    case 'max-tokens':
      return { status: 'complete', failure: null, stopReason, measurements }
    case 'stopped':
      return { status: 'stopped', failure: null, stopReason, measurements }
    case 'context-full': {
      const { contextUsed: usedTokens, contextSize } = measurements
      return {
        status: 'failed',
        failure: { code: 'CONTEXT_FULL', data: { usedTokens, contextSize, canLeaveOut } },
        stopReason,
        measurements,
      }
    }
  }
}
